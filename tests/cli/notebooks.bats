#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# heng from Python and from R (scripts/python/heng.py, scripts/r/heng.R), where they are installed.
load helper

# The first Python that knows pandas.
python_with_pandas() {
    local one
    for one in python3 /usr/bin/python3; do
        if "$one" -c 'import pandas' 2>/dev/null; then
            echo "$one"
            return
        fi
    done
    return 1
}

@test "the Python module: frames in and out, errors, pages, COINr's tables" {
    python=$(python_with_pandas) || skip 'no Python with pandas'
    HENG=$HENG PYTHONDONTWRITEBYTECODE=1 "$python" "$TOP/tests/notebooks/test_heng.py" 2>&1
}

@test "the R file: frames in and out, errors, pages, COINr's tables" {
    command -v Rscript >/dev/null || skip 'no R'
    HENG=$HENG Rscript --vanilla "$TOP/tests/notebooks/test_heng.R" "$TOP"
}
