"""One file a kind of certificate, named as the method: `packed(model)` for its inputs, `model(inputs)` that reads and recomputes."""
