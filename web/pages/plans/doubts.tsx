import type { Hono } from 'hono'
import { RefusedError, refused } from '../../../client/refusal.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import { fromEpochMs, toIsoInstant } from '../../../domain/calendar/time.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { checkAnswer } from '../../../domain/reading/answers.ts'
import type { OpenQuestion } from '../../../domain/reading/questions.ts'
import { keepAnswers } from '../../../records/answers.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { type Form, formOf } from '../../form-body.ts'
import { placeOf, Refused } from '../../parts/form.tsx'
import { List } from '../../parts/list.tsx'
import { answererOf } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { page } from '../../respond.tsx'
import { calendarOf } from '../../uploaded.ts'
import { W } from '../../words/zh-CN.ts'
import { signedIn } from '../common.ts'

const T = W.planning.doubts

/** What is to be confirmed of a document, wherever it comes from: an upload, a draft, an amendment. */
export interface Doubtful {
  readonly plan: WorkPlan
  readonly open: readonly OpenQuestion[]
  /** The unit in whose name it is answered. */
  readonly by: string
  /** The page of the whole document, and of one question. */
  readonly back: string
  readonly at: (question: string) => string
  readonly rehearsal?: string | null
  /** A draft: it was read already, and is not read again with another 印发日期. */
  readonly settled?: () => Promise<void>
}

export const DoubtList = ({
  open,
  at,
}: {
  open: readonly OpenQuestion[]
  at: (question: string) => string
}) => {
  const [first] = open
  if (first === undefined) return <p class="notice done">{T.none}</p>
  return (
    <section class="panel">
      <h2>{T.title}</h2>
      <p>{T.count(open.length)}</p>
      <p>
        <a class="button primary" href={at(first.id)}>
          {T.begin}
        </a>
      </p>
      <details>
        <summary>{T.caption(open.length)}</summary>
        <List
          caption={T.caption(open.length)}
          heads={T.heads}
          nowrap={[0]}
          rows={open.map(({ id, item }) => [
            item.measure ?? T.whole,
            <a href={at(id)}>{item.message}</a>,
            item.source,
          ])}
        />
      </details>
    </section>
  )
}

const About = ({ question: { item, measure } }: { question: OpenQuestion }) => (
  <dl class="facts">
    {measure !== null && (
      <>
        <dt>{T.measure}</dt>
        <dd>
          {measure.no} {measure.text}
        </dd>
        <dt>{T.deadline}</dt>
        <dd>{measure.deadline.text || W.measure.unwritten}</dd>
        <dt>{T.units}</dt>
        <dd>{measure.units.map(({ name }) => name).join('、') || W.measure.unwritten}</dd>
      </>
    )}
    <dt>{T.where}</dt>
    <dd>{item.source}</dd>
    {item.lines !== undefined && (
      <>
        <dt>{T.unread}</dt>
        <dd>
          <ul class="plain">
            {item.lines.map(({ text, place }) => (
              <li>
                <span class="quiet">{place}</span> {text}
              </li>
            ))}
          </ul>
        </dd>
      </>
    )}
  </dl>
)

interface Shown {
  readonly form: Form
  readonly refusal: Refusal | null
}

function doubtPage(c: C, doubtful: Doubtful, id: string, { form, refusal }: Shown) {
  const index = doubtful.open.findIndex((one) => one.id === id)
  const question = doubtful.open[index]
  if (question === undefined) return c.redirect(doubtful.back, 303)
  const following = doubtful.open[index + 1]
  const chosen = form.choice ?? question.options[0]?.choice
  return page(
    c,
    { title: T.title, at: '/plans', rehearsal: doubtful.rehearsal ?? null },
    <div class="panel">
      <p class="small no-print">
        <a href={doubtful.back}>{T.back}</a>
      </p>
      <p class="quiet">{T.at(index + 1, doubtful.open.length)}</p>
      <h1>{question.item.message}</h1>
      <Refused refusal={refusal} />
      <About question={question} />
      <form method="post" action={doubtful.at(id)}>
        <fieldset class="field">
          <legend>{T.how}</legend>
          {question.options.map(({ choice, says, value }, i) => (
            <div class="option">
              <label class="choice line" for={`f-choice-${i}`}>
                <input
                  id={`f-choice-${i}`}
                  type="radio"
                  name="choice"
                  value={choice}
                  checked={choice === chosen}
                />
                {says}
              </label>
              {value !== null && (
                <input
                  type="text"
                  name={`value-${i}`}
                  aria-label={`${says}：${T.values[value]}`}
                  placeholder={T.values[value]}
                  value={form[`value-${i}`]}
                  aria-invalid={placeOf(refusal) === 'value' && choice === chosen ? 'true' : undefined}
                />
              )}
            </div>
          ))}
        </fieldset>
        <p>
          <button class="primary" type="submit">
            {T.save}
          </button>{' '}
          <a class="button" href={following ? doubtful.at(following.id) : doubtful.back}>
            {T.later}
          </a>
        </p>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

async function keep(
  c: C,
  deps: WebDeps,
  { plan, by, settled }: Doubtful,
  question: OpenQuestion,
  form: Form,
) {
  const i = question.options.findIndex(({ choice }) => choice === form.choice)
  const option = question.options[i]
  if (option === undefined) throw refused('REVIEW_CHOICE', T.choose, T.how)
  if (option.choice === 'issued-on' && settled !== undefined)
    throw refused('ISSUED_ON_NEEDS_FILE', T.needsFile, W.planning.upload.title)
  const value = option.value === null ? null : (form[`value-${i}`]?.trim() ?? '')
  const checked = checkAnswer(question, { choice: option.choice, value }, plan, calendarOf(deps))
  if (!checked.ok) throw new RefusedError({ ...checked.error, fields: { field: 'value' } })
  await keepAnswers(deps.db, plan, [
    {
      id: question.id,
      choice: option.choice,
      value,
      by: answererOf(by, signedIn(c)),
      at: toIsoInstant(fromEpochMs(Date.now())),
    },
  ])
  await settled?.()
}

/** 逐项确认: one question a page; what is answered is kept at once, 以后再说 leaves it open. */
export function doubtRoutes(
  app: Hono<WebEnv>,
  deps: WebDeps,
  path: string,
  load: (c: C) => Promise<Doubtful>,
): void {
  app.get(path, async (c) =>
    doubtPage(c as C, await load(c as C), (c as C).req.param('q') ?? '', { form: {}, refusal: null }),
  )
  app.post(path, async (context) => {
    const c = context as C
    const doubtful = await load(c)
    const id = c.req.param('q') ?? ''
    const index = doubtful.open.findIndex((one) => one.id === id)
    const question = doubtful.open[index]
    if (question === undefined) return c.redirect(doubtful.back, 303)
    const form = await formOf(c)
    try {
      await keep(c, deps, doubtful, question, form)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return doubtPage(c, doubtful, id, { form, refusal: error.refusal })
    }
    // An answer may settle others too, and make the reading another.
    const { open, back, at } = await load(c)
    const left = new Set(open.map((one) => one.id))
    const next = [...doubtful.open.slice(index + 1), ...open].find((one) => left.has(one.id))
    return c.redirect(next === undefined ? back : at(next.id), 303)
  })
}
