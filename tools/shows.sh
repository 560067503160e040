#!/usr/bin/env bash
# What real_aws.sh and provider.sh have in common; they source it, with STACKS (the prefix of the stacks' names) set.

folder="$(mktemp -d)"

# on VERB ROLE …: pulumi VERB on the stack of ROLE, with its copied stack file.
on() { pulumi "$1" --stack "$STACKS-$2" --config-file "$folder/$2.yaml" --non-interactive "${@:3}"; }

# set_in ROLE KEY VALUE: a setting of the copied stack file.
set_in() { pulumi config set "$2" "$3" --stack "$STACKS-$1" --config-file "$folder/$1.yaml" --non-interactive; }

init() {
    for role in router blue green; do
        cp "Pulumi.$role.yaml" "$folder/$role.yaml"
        pulumi stack init "$STACKS-$role" --non-interactive
        # What it wrote for a stack without a file of its own belongs to the copy.
        rm -f "Pulumi.$STACKS-$role.yaml"
    done
}

up() { for role in router blue green; do on up "$role" --yes --skip-preview; done; }

clean() {
    for role in router blue green; do
        on preview "$role" --expect-no-changes
        on refresh "$role" --preview-only --expect-no-changes
    done
}

switch_to() {
    set_in router active_color "$1"
    on up router --yes --skip-preview
    clean
}

teardown() {
    for color in green blue; do
        release="$(pulumi stack output release --stack "$STACKS-$color" || true)"
        if [ -n "$release" ]; then set_in "$color" allow_live_change "$color@$release"; fi
        on destroy "$color" --yes --skip-preview --run-program || failed=1
    done
    pulumi state unprotect --all --yes --stack "$STACKS-router" || failed=1
    on destroy router --yes --skip-preview || failed=1
}
