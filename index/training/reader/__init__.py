"""Training of the reader: articles with questions in, one small ONNX network and its tokenizer out.

`python -m index.training.reader --help` names the steps; `make train` runs them all.
"""
