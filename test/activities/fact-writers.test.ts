import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const ROOMS = ['activities', 'client', 'records', 'seeds', 'temporal', 'worker', 'workflows']

it('facts reach the ledger through the listed activities and the refill alone: no other code writes them', () => {
  const writers = ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${room}/${file}`),
  ).filter((file) =>
    /\b(writeFacts|writePlanFacts|writeAlone|writeGroup|writingTogether|appendRows)\(/.test(
      readFileSync(join(ROOT, file), 'utf8'),
    ),
  )
  expect(writers.sort()).toEqual([
    'activities/index.ts',
    'client/use/reconcile.ts',
    'records/group-commit.ts',
    'records/write-plan.ts',
    'records/write.ts',
  ])
})
