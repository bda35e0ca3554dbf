import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runChaos } from '../chaos/run.ts'

/** A short run; `npm run chaos` is the long one (docs/proof.md). A seed that fails here fails there too. */
const SEED = process.env.CHAOS_SEED ?? '2015'

it('nothing is lost or doubled while processes, lines, the store and the gateway fail', async () => {
  const { violations, report } = await runChaos({
    seed: SEED,
    minutes: 0.6,
    store: 'sqlite',
    folder: mkdtempSync(join(tmpdir(), 'duban-chaos-')),
    abreast: 3,
    minima: { answered: 40, faults: 5, faultKinds: 4, completed: 3, notices: 20, byWeb: 6 },
    say: () => undefined,
  })
  console.log(report)
  // What failed stands in the first line, which is all that a long log's end keeps.
  const told = violations.map(({ code, where, message }) => `${code} ${where}: ${message}`)
  expect(told, told.join(' | ')).toEqual([])
  // A sender gives up after five minutes: what he did not hear of is told then, and not that time was over.
}, 600_000)
