# The things a user does; each sets up what it needs and does no set-up twice.
.PHONY: report test lab lint sample bench campaign lock clean setup setup-test help
.DEFAULT_GOAL := help

BIN := .venv/bin

help:
	@echo 'make report   全部流程：清洗、校验、复算、绘图、运行笔记本、核对报告'
	@echo 'make lab      在 notebooks/ 打开 JupyterLab'
	@echo 'make test     代码检查与全部测试'
	@echo 'make sample   重新生成 data/raw 示例数据与示例报告（逐字节一致）'
	@echo 'make bench    测速：每项与裸读、裸算相比的倍数'
	@echo 'make campaign 长时间的试验：五千个损坏的文件、五百处错误、五十个镇的加总'

setup:
	@scripts/setup.sh

setup-test:
	@scripts/setup.sh test

report: setup
	@$(BIN)/fazhi report

# Nothing is looked up on a network; as root, JupyterLab starts only when told that it may.
lab: setup
	@$(BIN)/jupyter lab --notebook-dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root) \
		--LabApp.news_url= --LabApp.extension_manager=readonly \
		--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate

lint: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test: lint
	@$(BIN)/python -m pytest -n 2

sample: setup
	@$(BIN)/python scripts/make_sample.py
	@$(BIN)/python scripts/make_report.py

# Ratios against a floor measured in the same run; they want a quiet machine.
bench: setup-test
	@for name in workbooks cleaning indicators claims audit charts; do \
		echo "== benchmarks/$$name.py"; $(BIN)/python -m benchmarks.$$name || exit 1; \
	done

# What takes longer than a test may; each ends with status 1 at the first thing that is not as it should be.
campaign: setup-test
	@for name in mutations mistakes damage county; do \
		echo "== benchmarks/$$name.py"; $(BIN)/python -m benchmarks.$$name || exit 1; \
	done

# Needs uv on the PATH; writes versions and hashes, never an index.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --group dev \
		--custom-compile-command 'make lock' pyproject.toml -o requirements.lock

clean:
	rm -rf outputs .pytest_cache .mypy_cache .ruff_cache
	find data/processed -mindepth 1 ! -name README.md -delete
