"""The web chat behind `app.py`: rendering, guards, uploads, the functions for programs.

Nothing here is imported by `import qa`; Gradio itself is imported by `app.py` alone.
"""
