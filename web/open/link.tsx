import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { audit } from '../../accounts/audit.ts'
import { asHolder, findLink, holderSaid, linkRate } from '../../accounts/submit-link.ts'
import { orThrow, RefusedError, refused } from '../../client/refusal.ts'
import type { ActOf } from '../../client/use/act.ts'
import { submitEvidence } from '../../client/use/evidence.ts'
import { heldOf, obligationOf } from '../../client/use/links.ts'
import { planNamed, todayIn } from '../../client/views/reading.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { linkHolds } from '../../domain/supervision/link.ts'
import { latestEvidence, sentBack } from '../../domain/supervision/obligation.ts'
import { claimActKey } from '../../records/accounts/audit.ts'
import type { LinkRow } from '../../records/reach/links.ts'
import { measureState } from '../../records/read.ts'
import { actTable, parseAct } from '../act-tables.ts'
import { checkFiles, contentOf } from '../acting.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { saidOf, type Typed } from '../forms/act-fields.tsx'
import { sentParts } from '../multipart.ts'
import { rehearsalOf } from '../pages/common.ts'
import { Input, Field as Labelled, Refused } from '../parts/form.tsx'
import { Day } from '../parts/marks.tsx'
import { qr } from '../parts/qr.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { W } from '../words/zh-CN.ts'

const T = W.holder
const ASKED = ['doneOn', 'urls', 'files', 'note'] as const

/** What stands behind a link. @throws RefusedError LINK_NOT_FOUND */
async function heldBy(c: C, deps: WebDeps) {
  const link = await findLink(deps.db, c.req.param('token') ?? '')
  if (link === null) throw refused('LINK_NOT_FOUND', '没有这个链接', '检查地址是否完整，或请督查室重新发一个')
  const plan = await planNamed(deps.db, link.plan_id)
  const state = await measureState(deps.db, link.plan_id, link.no)
  const o = obligationOf(state, link.obligation_id)
  return { link, plan, state, o, holds: linkHolds(heldOf(link), o, todayIn(plan)) }
}
type Held = Awaited<ReturnType<typeof heldBy>>

function shown(c: C, { plan }: Held, body: Child, status: Parameters<typeof page>[3] = 200) {
  return page(c, { title: T.title, rehearsal: rehearsalOf(plan), bare: true }, body, status)
}

const Said = ({ held: { link, state, o } }: { held: Held }) => {
  if (o === null || state === null) return null
  const [back, latest] = [sentBack(o), latestEvidence(o)]
  return (
    <>
      <h1>{T.title}</h1>
      <p>
        {T.for(link.unit)}
        {state.setup.text}
      </p>
      <dl class="facts">
        <dt>{T.asked}</dt>
        <dd>
          {o.id} {o.ask}
        </dd>
        <dt>{T.due}</dt>
        <dd>
          <Day on={o.dueOn} />
        </dd>
        <dt>{T.until}</dt>
        <dd>
          <Day on={link.ends_on as Parameters<typeof Day>[0]['on']} />
        </dd>
      </dl>
      {back && <p class="notice">{T.returned(back.reason, back.reworkOn)}</p>}
      {o.state === 'submitted' && latest && (
        <p class="notice">{T.before(latest.submittedAt.slice(0, 10), latest.doneOn)}</p>
      )}
    </>
  )
}

async function formPage(
  c: C,
  deps: WebDeps,
  held: Held,
  { typed, refusal }: { readonly typed: Typed; readonly refusal: Refusal | null },
) {
  const value = (name: string) => typed[name]?.[0] ?? ''
  const { pathname } = new URL(c.req.url)
  const address = `${deps.tls ? 'https' : 'http'}://${c.req.header('host') ?? ''}${pathname}`
  const body = (
    <div class="panel">
      <Said held={held} />
      {c.req.query('done') && refusal === null && (
        <div class="notice done" role="status">
          {T.done}
        </div>
      )}
      <Refused refusal={refusal} />
      <form method="post" enctype="multipart/form-data" action={pathname}>
        <input type="hidden" name="actId" value={randomUUID()} />
        <Input
          name="name"
          label={T.name}
          value={value('name')}
          required
          autocomplete="name"
          refusal={refusal}
        />
        <Input
          {...{ name: 'phone', label: T.phone, hint: T.phoneHint, value: value('phone') }}
          {...{ required: true, autocomplete: 'tel', refusal }}
        />
        {held.link.code !== null && (
          <Input name="code" label={T.code} hint={T.codeHint} required autocomplete="off" refusal={refusal} />
        )}
        <Input
          name="doneOn"
          label={T.doneOn}
          type="date"
          value={value('doneOn')}
          required
          refusal={refusal}
        />
        <Labelled name="files" label={T.files} hint={T.filesHint} refusal={refusal}>
          <input id="f-files" name="files" type="file" multiple aria-describedby="h-files" />
        </Labelled>
        <p class="small">{T.wechat}</p>
        <Labelled name="urls" label={T.urls} refusal={refusal}>
          <textarea id="f-urls" name="urls">
            {value('urls')}
          </textarea>
        </Labelled>
        <Labelled name="note" label={T.note} refusal={refusal}>
          <textarea id="f-note" name="note">
            {value('note')}
          </textarea>
        </Labelled>
        {refusal?.code === 'DONE_ON_DOUBTFUL' && (
          <label class="choice" for="f-sure">
            <input id="f-sure" type="checkbox" name="sure" value="1" />
            {T.sure}
          </label>
        )}
        <p>
          <button class="primary" type="submit">
            {T.submit}
          </button>
        </p>
      </form>
      <details>
        <summary>{T.elsewhere}</summary>
        <Labelled name="address" label={T.address}>
          <input id="f-address" type="text" readonly value={address} />
        </Labelled>
        {await qr(address, T.address)}
      </details>
    </div>
  )
  return shown(c, held, body, refusal === null ? 200 : statusOf(refusal))
}

/** A link that holds no more says why, and nothing of what it was for. */
const overPage = (c: C, held: Held, refusal: Refusal) =>
  shown(
    c,
    held,
    <div class="panel">
      <h1>{T.over}</h1>
      {c.req.query('done') && <p role="status">{T.done}</p>}
      <Refused refusal={refusal} />
    </div>,
    c.req.method === 'POST' ? statusOf(refusal) : 200,
  )

/** Hands in for the unit, by the holder's word; the submission counts when it was done. @throws RefusedError */
async function handIn(deps: WebDeps, link: LinkRow, typed: Typed, files: readonly object[], ip: string) {
  const said = (name: string) => typed[name]?.[0] ?? ''
  const holder = orThrow(holderSaid(link, { name: said('name'), phone: said('phone'), code: said('code') }))
  const table = actTable('submit')
  if (table === null) throw new Error('no act hands in')
  const only = Object.fromEntries(Object.entries(typed).filter(([name]) => ASKED.includes(name as never)))
  const parsed = orThrow(
    parseAct(table, { ...saidOf(table, only, files), obligationId: link.obligation_id }),
  ) as never as Omit<ActOf<'submit'>, 'actor'>
  await checkFiles(deps, link.plan_id, parsed.files)
  const actId = /^[0-9a-f-]{36}$/.test(said('actId')) ? said('actId') : randomUUID()
  const content = contentOf({ planId: link.plan_id, no: link.no, table }, [parsed, holder.name, holder.phone])
  const key = { act_id: actId, user_id: link.id, content, at: new Date().toISOString() }
  if (!(await claimActKey(deps.db, key)))
    throw refused('KEY_REUSED', '这张表已经提交过，内容与现在的不同', '核对以后，按“提交”再交一次')
  const { actor, giveBack } = orThrow(await asHolder(deps.db, link, holder, actId))
  const target = `${link.id} ${link.plan_id} ${link.obligation_id}`
  const line = { userId: actor.userId ?? null, via: 'link', ip, what: 'act', target } as const
  try {
    await submitEvidence(
      deps.duban,
      link.plan_id,
      link.no,
      { ...parsed, actor },
      [],
      said('sure') === '1',
      actId,
    )
    await audit(deps.db, { ...line, outcome: 'ok' })
  } catch (error) {
    if (error instanceof RefusedError) {
      await giveBack()
      await audit(deps.db, { ...line, outcome: 'refused', detail: error.refusal.code })
    }
    throw error
  }
}

/** K1: who has no account hands in by a link. Reading it changes nothing: mail scanners and chats open links by themselves. */
export function linkRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  // The page tells nobody where it was, and no search finds it; nothing of it is kept (headers.ts).
  app.use('/s/*', async (c, next) => {
    await next()
    c.header('Referrer-Policy', 'no-referrer')
    c.header('X-Robots-Tag', 'noindex, nofollow')
  })
  app.get('/s/:token', async (c) => {
    const held = await heldBy(c, deps)
    if (!held.holds.ok) return overPage(c, held, held.holds.error)
    return formPage(c, deps, held, { typed: {}, refusal: null })
  })
  app.post('/s/:token', async (c) => {
    const held = await heldBy(c, deps)
    if (!held.holds.ok) return overPage(c, held, held.holds.error)
    let typed: Typed = {}
    try {
      const { ip } = c.get('from')
      orThrow(await linkRate(deps.db, held.link, ip))
      const sent = await sentParts(c, deps, held.link.id)
      typed = sent.typed
      if (sent.wrong !== null) throw sent.wrong
      await handIn(deps, held.link, typed, sent.files, ip)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      const refusal =
        error.refusal.code === 'EVIDENCE_EMPTY' ? { ...error.refusal, remedy: T.empty } : error.refusal
      return formPage(c, deps, await heldBy(c, deps), { typed, refusal })
    }
    return c.redirect(`${new URL(c.req.url).pathname}?done=1`, 303)
  })
}
