import type { Hono } from 'hono'
import { orThrow, RefusedError, refused } from '../../../client/refusal.ts'
import { previewStart, type StartPreview, unplannedBefore } from '../../../client/use/baseline.ts'
import { startPlan } from '../../../client/use/start-plan.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import { type PlanClock, steppedAt } from '../../../domain/calendar/clock.ts'
import { type IsoDate, mustDate } from '../../../domain/calendar/date.ts'
import { isSaneDate, SANE_REMEDY } from '../../../domain/calendar/sane.ts'
import { dateOf, fromEpochMs } from '../../../domain/calendar/time.ts'
import { readDate } from '../../../domain/calendar/written.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import {
  BASELINE_NAMES,
  type Baseline,
  type BaselineItem,
  type BaselineMode,
} from '../../../domain/plan/baseline.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { acceptedAs, questionsOf } from '../../../domain/reading/questions.ts'
import { planFor } from '../../acting.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { type Form, formOf } from '../../form-body.ts'
import { Choices, Input } from '../../parts/form.tsx'
import { List } from '../../parts/list.tsx'
import { OfPlan } from '../../parts/of-plan.tsx'
import { onPlan, planActor } from '../../plan-actor.ts'
import { byOf } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { page } from '../../respond.tsx'
import { calendarOf } from '../../uploaded.ts'
import { W } from '../../words/zh-CN.ts'
import { signedIn } from '../common.ts'
import { draftDocument } from './draft.tsx'
import { Steps } from './steps.tsx'

const T = W.planning.start
const MODES: readonly string[] = T.modes.map(([mode]) => mode)
const isMode = (text: string | undefined): text is BaselineMode => MODES.includes(text ?? '')
const realToday = (): IsoDate => dateOf(fromEpochMs(Date.now()))

/** Where a rehearsal most likely begins: when the document was issued, else with its year. */
const likelyDay = ({ issuedOn, year }: WorkPlan): IsoDate =>
  issuedOn ?? (year === null ? realToday() : mustDate(`${year}-01-01`))

/** @throws RefusedError DATE_OUT_OF_RANGE */
function dateSaid(text: string | undefined, field: string): IsoDate {
  const day = readDate(text ?? '')
  if (day !== null && isSaneDate(day)) return day
  throw new RefusedError({
    code: 'DATE_OUT_OF_RANGE',
    message: `“${text ?? ''}”不是可以办理的日期`,
    remedy: SANE_REMEDY,
    fields: { field },
  })
}

function clockSaid({ clock, on }: Form): { readonly clock: PlanClock; readonly startOn: IsoDate } {
  if (clock === 'wall') return { clock: { kind: 'wall' }, startOn: realToday() }
  if (clock !== 'stepped') throw refused('CLOCK_FORM', `没有选${T.clock}`, T.lead)
  const startOn = dateSaid(on, 'on')
  return { clock: { kind: 'stepped', at: steppedAt(startOn) }, startOn }
}

/** What is said of dates that are past; an item's own row goes before the whole. */
function baselineSaid(form: Form): Baseline {
  const mode = isMode(form.mode) ? form.mode : 'as-is'
  const dueOn = form.due?.trim() ? dateSaid(form.due, 'due') : null
  const items = Object.entries(form).flatMap(([name, value]): [string, BaselineItem][] => {
    if (!name.startsWith('as:') || !isMode(value)) return []
    const id = name.slice(3)
    const own = form[`due:${id}`]?.trim()
    return [[id, own ? { as: value, dueOn: dateSaid(own, 'due') } : { as: value }]]
  })
  return { mode, dueOn, items: Object.fromEntries(items) }
}

const PastTable = ({ past, form, startOn }: { past: StartPreview['past']; form: Form; startOn: IsoDate }) => (
  <List
    caption={T.past(past.length, startOn)}
    heads={T.heads}
    rows={past.map((one) => [
      one.obligation,
      one.unit,
      one.dueOn,
      T.days(one.lateDays),
      <select name={`as:${one.obligation}`} aria-label={`${one.obligation} ${T.heads[4]}`}>
        <option value="">{T.same}</option>
        {T.modes.map(([mode]) => (
          <option value={mode} selected={form[`as:${one.obligation}`] === mode}>
            {BASELINE_NAMES[mode as BaselineMode]}
          </option>
        ))}
      </select>,
      <input
        type="text"
        name={`due:${one.obligation}`}
        value={form[`due:${one.obligation}`] ?? one.newDueOn ?? ''}
        aria-label={`${one.obligation} ${T.heads[5]}`}
        placeholder={W.date.example}
      />,
      one.text,
    ])}
  />
)

interface Shown {
  readonly form: Form
  readonly refusal: Refusal | null
  readonly preview: (StartPreview & { readonly startOn: IsoDate }) | null
}

function startPage(c: C, plan: PlanState, read: WorkPlan, { form, refusal, preview }: Shown) {
  const open = questionsOf(read)
  const base = `/p/${encodeURIComponent(plan.planId)}`
  return page(
    c,
    { title: T.title, at: '/plans' },
    <div class="panel">
      <Steps at={4} />
      <OfPlan plan={plan} title={T.title} lead={T.lead} refusal={refusal} />
      <form method="post" action={`${base}/start`}>
        <Choices
          name="clock"
          label={T.clock}
          of={[
            ['stepped', T.stepped],
            ['wall', T.wall],
          ]}
          value={form.clock ?? 'stepped'}
          refusal={refusal}
        />
        <div class="narrow-left">
          <Input name="on" type="date" label={T.on} value={form.on ?? likelyDay(read)} refusal={refusal} />
        </div>
        <p class="quiet small">{T.rehearsalNote}</p>
        <Choices
          name="mode"
          label={T.baseline}
          of={T.modes}
          value={isMode(form.mode) ? form.mode : 'as-is'}
        />
        <div class="narrow-left">
          <Input
            name="due"
            type="date"
            label={`${T.due}${W.act.optional}`}
            hint={T.dueHint}
            value={form.due}
            refusal={refusal}
          />
        </div>
        {preview !== null && preview.past.length === 0 && <p class="notice">{T.noPast(preview.startOn)}</p>}
        {preview !== null && preview.past.length > 0 && (
          <PastTable past={preview.past} form={form} startOn={preview.startOn} />
        )}
        {preview !== null && unplannedBefore(plan, read).map((text) => <p>{T.unplanned(text)}</p>)}
        {open.length > 0 && (
          <div class="field">
            <p>
              {T.open(open.length)} <a href={base}>{W.planning.doubts.begin}</a>
            </p>
            <label class="choice" for="f-accept">
              <input id="f-accept" type="checkbox" name="accept" value="1" checked={form.accept === '1'} />
              {T.accept}
            </label>
          </div>
        )}
        <p>
          <button type="submit" name="do" value="try">
            {T.try}
          </button>{' '}
          <button class="primary" type="submit" name="do" value="start">
            {T.submit}
          </button>
        </p>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

async function start(c: C, deps: WebDeps, plan: PlanState, read: WorkPlan, form: Form) {
  const { clock, startOn } = clockSaid(form)
  const found = previewStart(plan, read, calendarOf(deps), startOn, baselineSaid(form))
  const open = questionsOf(read)
  if (open.length > 0 && form.accept !== '1')
    throw refused('REVIEW_OPEN', T.open(open.length), W.planning.doubts.orTick(T.accept))
  return onPlan(deps, byOf(c), plan, 'start', (actor) =>
    startPlan(deps.duban, plan.planId, {
      clock,
      startOn,
      acceptedReview: open.map(({ item }) => `${item.measure ?? ''}:${item.code}`),
      accepted: open.map(acceptedAs),
      ...(found.baseline ? { baseline: found.baseline } : {}),
      actor,
    }),
  )
}

/** 启动: first what would be past, then the start itself. */
export function startRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const named = async (c: C) => {
    const { plan } = await planFor(deps, signedIn(c), c.req.param('plan') ?? '')
    orThrow(planActor(signedIn(c), plan, 'start'))
    const read = plan.phase === 'draft' ? await draftDocument(deps, plan) : null
    return { plan, read, base: `/p/${encodeURIComponent(plan.planId)}` }
  }
  app.get('/p/:plan/start', async (c) => {
    const { plan, read, base } = await named(c)
    if (read === null) return c.redirect(base, 303)
    return startPage(c, plan, read, { form: {}, refusal: null, preview: null })
  })
  app.post('/p/:plan/start', async (c) => {
    const { plan, read, base } = await named(c)
    if (read === null) return c.redirect(base, 303)
    const form = await formOf(c)
    try {
      if (form.do === 'start') {
        const { started } = await start(c, deps, plan, read, form)
        return c.redirect(`${base}?started=${started}`, 303)
      }
      const { startOn } = clockSaid(form)
      const found = previewStart(plan, read, calendarOf(deps), startOn, baselineSaid(form))
      return startPage(c, plan, read, { form, refusal: null, preview: { ...found, startOn } })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return startPage(c, plan, read, { form, refusal: error.refusal, preview: null })
    }
  })
}
