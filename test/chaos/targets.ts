import type { KeptChild } from '../../temporal/child.ts'
import { workflowTargets } from './harms.ts'
import type { Journal } from './journal.ts'
import { lines } from './line-targets.ts'
import { messages } from './message-targets.ts'
import { processes } from './process-targets.ts'
import type { Manner } from './receiver.ts'
import type { Stage } from './stage.ts'
import { postgresTargets, sqliteTargets } from './store-targets.ts'
import type { Target } from './target.ts'

const gateway = (stage: Stage): readonly Target[] =>
  (
    [
      ['answers 500', 'fails'],
      ['silent after taking', 'mute'],
      ['answers 429', 'busy'],
      ['breaks off', 'breaks'],
    ] as const
  ).map(([kind, manner]: readonly [string, Manner]) => ({
    target: 'gateway',
    kind,
    weight: 4,
    seconds: [2, 10] as const,
    begin() {
      stage.receiver.manner(manner)
      return () => stage.receiver.manner('good')
    },
  }))

/** Everything that can be made to fail here. Another part of a stage is more entries of this list. */
export const targetsOf = (stage: Stage, journal: Journal): readonly Target[] => [
  ...processes('worker', (draw) =>
    draw < 0.3 ? stage.workers : [stage.workers[draw < 0.65 ? 0 : 1] as KeptChild],
  ),
  ...processes('web', () => [stage.web.process]),
  ...processes('server', () => [stage.server]).map((one) => ({ ...one, weight: one.weight / 2 })),
  ...(stage.database === null
    ? sqliteTargets(stage.dataDir, stage.disk)
    : postgresTargets(stage.database, stage.disk)),
  ...lines('worker line', stage.workerLine),
  ...lines('client line', stage.clientLine),
  ...gateway(stage),
  ...messages(stage, journal),
  ...workflowTargets(stage, journal),
]
