import * as z from 'zod'

// What is answered, as far as it is promised: further fields may be added, none is taken away within v1.

const text = z.string()
const maybe = text.nullable()
const count = z.int()
const date = z.iso.date()
const units = z.array(text)

export const list = (item: z.ZodType, more: z.ZodRawShape = {}) =>
  z.looseObject({ items: z.array(item), ...more })
export const done = z.looseObject({ already: z.boolean() })

export const clock = z.looseObject({ kind: text, today: date })
export const planBrief = z.looseObject({ id: text, title: text, phase: text, clock })
export const planShown = planBrief.extend({
  counts: z.looseObject({}),
  waiting: z.array(z.looseObject({ condition: text })),
  late: z.array(z.looseObject({ no: text, unit: text })),
  units: z.array(z.looseObject({ unit: text })),
})
const obligation = z.looseObject({ id: text, state: text, light: text, dueOn: date.nullable(), why: units })
export const measure = z.looseObject({
  no: text,
  text,
  leadUnit: text,
  units,
  deadline: text,
  state: text,
  light: text,
  waitingFor: z.array(z.looseObject({ condition: text })),
  obligations: z.array(obligation),
  workflowId: text,
})
export const measureRow = z.looseObject({
  no: text,
  plan: text,
  title: text,
  text,
  leadUnit: text,
  units,
  deadline: text,
  state: text,
  light: text,
  nextOwedOn: date.nullable(),
  slip: maybe,
  workflowId: text,
})
export const measures = list(measureRow, { count, next: maybe })
export const history = list(
  z.looseObject({
    seq: count,
    kind: text,
    says: text,
    planAt: text,
    who: text,
    actor: text,
    via: maybe,
    why: maybe,
  }),
)
export const ledgerRow = z.looseObject({ row: count, kind: text, says: text, planAt: text, realAt: text })
export const deskItem = z.looseObject({
  kind: text,
  about: text,
  unit: text,
  on: date.nullable(),
  says: text,
})
export const use = z.looseObject({ obligation: text, by: text, submittedOn: date, latest: z.boolean() })
export const notice = z.looseObject({ toUnit: text, kind: text, planAt: text })
export const slip = z.looseObject({ level: text, units })
export const scores = z.looseObject({
  plan: text,
  from: date,
  to: date,
  units: z.array(z.looseObject({ unit: text })),
})
export const waiting = z.looseObject({ id: text, condition: text, measures: units })
export const event = z.looseObject({
  eventId: text,
  condition: text,
  conditionId: maybe,
  effectiveOn: date,
  reportedAt: text,
  revoked: z.boolean(),
})
export const planned = z.looseObject({ plannedId: text, condition: text, expectedOn: date, state: text })
export const bulletin = z.looseObject({ number: count, asOf: text, from: date, sha256: text })
export const handler = z.object({ on: date, no: text, obligation: text.nullable(), who: text, what: text })
export const bulletinShown = bulletin.extend({
  unchanged: z.boolean(),
  text,
  bulletin: z.looseObject({}),
  /** 经办人 of the period, of whom one may know. */
  handlers: z.array(handler),
})
export const bulletinDraft = z.looseObject({ sha256: text, text, bulletin: z.looseObject({}) })
export const actTables = list(z.looseObject({ type: text, name: text, who: text, fields: z.looseObject({}) }))
export const acted = z.looseObject({
  obligation: maybe,
  says: units,
  already: z.boolean(),
  as: z.looseObject({ role: text, unit: text }).nullable(),
})
export const told = z.looseObject({ eventId: text, woke: units, already: z.boolean() })
export const blob = z.looseObject({ sha256: text, bytes: count })
export const deadline = z.looseObject({ text, clauses: z.array(z.looseObject({ text, kind: text })) })
export const me = z.looseObject({
  userId: text,
  login: text,
  name: text,
  via: text,
  scopes: units.nullable(),
})
export const rows = z.looseObject({
  count,
  refused: count,
  selection: text,
  rows: z.array(z.looseObject({ no: text, obligation: maybe, unit: text, refused: maybe })),
})
export const job = z.looseObject({
  ...{ job: text, type: text, name: text, at: text, begunAt: maybe, endedAt: maybe, running: z.boolean() },
  ...{ count, done: count, refused: count, left: count },
  rows: z.array(
    z.looseObject({
      ...{ no: text, obligation: maybe, unit: text, refused: maybe, doneAt: maybe },
      state: z.enum(['can', 'cannot', 'done', 'failed']),
    }),
  ),
})
export const bulletinIssued = done.extend({ issued: bulletin.nullable(), made: bulletinDraft })
export const calendars = z.looseObject({ version: text, years: z.array(count) })
export const calendarChecked = z.looseObject({
  year: count,
  holidays: count,
  makeUpWorkdays: count,
  warnings: units,
})
export const calendarChanged = z.looseObject({
  before: text,
  version: text,
  dryRun: z.boolean(),
  plans: z.array(z.looseObject({ plan: text, changed: z.array(z.looseObject({ no: text })) })),
})
export const closure = z.looseObject({ id: text, from: date, to: date, name: text, reason: text, by: text })
export const day = z.looseObject({ date, working: z.boolean(), weekday: text, calendar: text })
export const policy = z.looseObject({ id: text, name: text, version: count })
export const policyChecked = z.looseObject({ policy, text })
const open = z.array(z.looseObject({ id: text, message: text, code: text }))
export const planRead = z.looseObject({ title: text, tasks: z.array(z.looseObject({})), open })
export const imported = done.extend({ id: text, title: text, open })
export const started = done.extend({
  id: text,
  startOn: date,
  started: count,
  past: z.array(z.looseObject({})),
  open,
})
export const amended = done.extend({ id: text, dates: z.array(z.looseObject({})), open })
export const itemAdded = done.extend({ plan: text, no: text, obligations: z.array(z.looseObject({})), open })
export const sample = list(z.looseObject({ no: text, obligation: text, unit: text }), {
  seed: text,
  of: count,
})
export const closed = done.extend({ id: text, closed: count, items: z.array(z.looseObject({})) })
export const advanced = z.looseObject({ id: text, today: date, moved: count, changes: count })
export const ruled = done.extend({ id: text, before: policy, policy })
export const reopened = planShown
export const deleted = z.looseObject({ id: text, deleted: z.boolean() })
export const review = z.looseObject({ title: text, open, answers: z.array(z.looseObject({})) })
const instant = text
export const session = z.looseObject({
  agent: text,
  ip: text,
  createdAt: instant,
  seenAt: instant,
  own: z.boolean(),
})
export const ended = z.looseObject({ ended: z.boolean() })
export const token = z.looseObject({ id: text, name: text, scopes: units, endsAt: instant, revokedAt: maybe })
export const madeToken = z.looseObject({ id: text, token: text, endsAt: instant })
export const delegation = z.looseObject({ id: text, unit: text, fromOn: date, toOn: date, revokedAt: maybe })
export const delegated = z.looseObject({ id: text })
export const user = z.looseObject({
  id: text,
  login: text,
  name: text,
  state: text,
  roles: z.array(z.looseObject({})),
})
export const code = z.looseObject({ login: text, code: text })
const hat = z.looseObject({ role: text, plan: maybe, unit: maybe })
export const hats = z.looseObject({
  ...{ login: text, roles: z.array(hat), given: z.array(hat), taken: z.array(hat) },
})
export const userState = z.looseObject({ login: text, disabled: z.boolean() })
export const roster = z.looseObject({
  dryRun: z.boolean(),
  lines: z.array(
    z.looseObject({
      place: text,
      login: text,
      name: text,
      unit: text,
      outcome: text,
      because: maybe,
      code: maybe,
    }),
  ),
})
export const totpEnded = z.looseObject({ login: text, totp: z.boolean() })
export const linked = z.looseObject({ login: text, issuer: text })
export const unlinked = z.looseObject({ login: text, unlinked: count })
export const forgotten = z.looseObject({ userId: text })
export const proved = z.looseObject({ proved: z.boolean() })
export const totp = z.looseObject({ uri: text })
export const recovery = z.looseObject({ recovery: z.array(text) })

const submission = z.looseObject({ at: text, name: text, phone: text })
export const link = z.looseObject({
  id: text,
  no: text,
  obligation: text,
  unit: text,
  recipient: text,
  madeAt: text,
  madeBy: text,
  endsOn: date,
  code: z.boolean(),
  holds: z.boolean(),
  because: maybe,
  submissions: z.array(submission),
})
export const linkMade = z.looseObject({
  id: text,
  token: text,
  path: text,
  code: maybe,
  endsOn: date,
  no: text,
  obligation: text,
  unit: text,
})
export const linkEnded = z.looseObject({ id: text })
export const publication = z.looseObject({
  published: z.looseObject({ number: count, folder: text, at: text }).nullable(),
  items: z.array(z.looseObject({ at: text, number: count.nullable(), fields: units })),
  preview: z
    .looseObject({
      seen: text,
      number: count,
      changes: z.array(z.looseObject({ no: text, says: text })),
    })
    .nullable(),
})
export const published = z.looseObject({ path: text, files: count, changes: count })
export const unpublished = z.looseObject({ path: text })
export const feed = z.looseObject({
  id: text,
  kind: text,
  name: text,
  unit: text,
  plan: text,
  madeAt: text,
  revokedAt: maybe,
})
export const feedMade = z.looseObject({ id: text, token: text, ics: text, atom: text })
const fit = { places: z.array(text), unknown: z.array(text), missing: z.array(text) }
export const template = z.looseObject({
  kind: text,
  name: text,
  fit: z.looseObject(fit).nullable(),
  all: z.array(text),
})
export const templateSet = z.looseObject({ kind: text, ...fit })
export const templateEnded = z.looseObject({ kind: text })
export const feedEnded = z.looseObject({ id: text })
