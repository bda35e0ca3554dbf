#!/usr/bin/env node
// A `go` that answers as the real one does, builds a two-line program, and takes as long as it is told:
// what is tested is our handling of the build, not Go's.
import { appendFileSync, chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const { GOBIN, FAKE_GO_LOG, FAKE_GO_HOLD } = process.env
const [verb, flag] = process.argv.slice(2)
if (verb === 'version') {
  console.log('go version go1.26.8 linux/amd64')
} else if (flag === '-n') {
  console.error('go: downloading example.org/a v1.0.0')
  for (const name of ['a', 'b']) console.error(`mkdir -p x\n\n#\n# example.org/${name}\n#\n\ncompile ${name}`)
} else {
  appendFileSync(FAKE_GO_LOG, `${GOBIN}\n`)
  console.error('example.org/a')
  while (FAKE_GO_HOLD && existsSync(FAKE_GO_HOLD)) await sleep(20)
  console.error('example.org/b')
  mkdirSync(GOBIN, { recursive: true })
  writeFileSync(join(GOBIN, 'server'), '#!/bin/sh\n')
  chmodSync(join(GOBIN, 'server'), 0o755)
}
