"""The recipe of the bundled model: data, vocabulary, objective, training, evaluation, export."""
