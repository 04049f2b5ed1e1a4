"""One file or package a study, found by its folder; its name is its public name. Each gives what `analysis.declare.Study` asks for."""
