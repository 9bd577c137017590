"""The only room with words for people: values, times, names, interface words."""
