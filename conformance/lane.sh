# Sourced by the lanes of continuous integration. LANE is the name of the lane, UNDONE what it says where something is missing.

# Where something is missing a lane says so, loudly, and succeeds.
skip() { # WHY
  echo "$LANE: $UNDONE: $1" >&2
  exit 0
}

# The time of the commit, so that each commit brings other questions and a failure can be repeated.
commit_seed() {
  git log -1 --format=%ct
}

child=

# Neither a signal to this shell alone nor one from the terminal reaches what timeout runs.
trap 'if [ -n "$child" ]; then kill -TERM "$child" 2> /dev/null; wait "$child" || true; fi; exit 130' INT TERM

# Says how long all that follows may take.
allow() { # SECONDS
  limit=$1
  started=$(date +%s)
}

# The seconds that are left of it, 0 or less where it is over.
left() {
  echo $((limit - $(date +%s) + started))
}

# Runs a command; 124 if the time is over before it ends.
in_time() { # COMMAND...
  seconds=$(left)
  # timeout would take 0 for no limit.
  [ "$seconds" -gt 0 ] || return 124
  timeout "$seconds" "$@" &
  child=$!
  wait "$child"
}

# Builds what judges, or ends the lane.
build() { # COMMAND...
  in_time "$@" && return
  [ $? -eq 124 ] && skip "building took longer than $limit s; a second run finds most of it compiled"
  echo "$LANE: what judges does not compile" >&2
  exit 1
}

# Lets the judges speak; ends the lane with what they say, unless all is well.
judge() { # COMMAND...
  status=0
  in_time "$@" || status=$?
  [ $status -eq 124 ] && skip "judging was not over after $limit s"
  [ $status -eq 0 ] || exit $status
}

# Compares our answers with those of the judges.
compare() { # ARGUMENTS...
  judge node_modules/.bin/ts-node -T conformance/compare/main.ts "$@" --seed "${CONFORMANCE_SEED:-$(commit_seed)}"
}

command -v go > /dev/null || skip 'there is no Go on this machine; what was recorded is compared by the tests'
