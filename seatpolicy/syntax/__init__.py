"""Policy text in, a lossless tree with its findings out."""
