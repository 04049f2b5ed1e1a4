"""The demonstration city: real census figures of Seoul and generated data, published through the same path "
"as any file."""
