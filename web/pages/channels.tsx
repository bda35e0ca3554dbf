import type { Hono } from 'hono'
import { RefusedError, refused } from '../../client/refusal.ts'
import { retryAll, sendsOf, testSend } from '../../client/use/channels.ts'
import { MendableError } from '../../domain/basics/mendable.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import { readReach } from '../../notices/settings.ts'
import { planStates } from '../../records/read.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { type Form, formOf } from '../form-body.ts'
import { instantText } from '../parts/dates.ts'
import { Input, Refused, Field as Row } from '../parts/form.tsx'
import { List } from '../parts/list.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { CHANNELS as T } from '../words/channels.ts'

const MOST = 30

interface Shown {
  readonly form: Form
  readonly refusal?: Refusal | null
  readonly said?: string
}

/** What is set up of channels; what cannot be read says so, and how it is mended. */
function reachOf(dataDir: string) {
  try {
    return { reach: readReach(dataDir), wrong: null }
  } catch (error) {
    if (!(error instanceof MendableError)) throw error
    const { code, message, remedy } = error
    return { reach: null, wrong: { code, message, remedy } }
  }
}

/** 通知渠道: what is set up, a test, and what did not arrive. */
async function channelsPage(c: C, deps: WebDeps, { form, refusal = null, said }: Shown) {
  const { reach, wrong } = reachOf(deps.duban.dataDir)
  const ids = [...(reach?.channels.keys() ?? [])]
  const plans = await planStates(deps.db)
  const sends = (await Promise.all(plans.map(async ({ planId }) => sendsOf(deps.db, planId)))).flat()
  const failed = sends.filter(({ state }) => state === 'dead')
  return page(
    c,
    { title: T.title, at: '/admin/system' },
    <>
      <p class="small no-print">
        <a href="/admin/system">{T.system}</a>
      </p>
      <h1>{T.title}</h1>
      <Refused refusal={refusal ?? wrong} />
      {said && (
        <p class="notice done" role="status">
          {said}
        </p>
      )}
      {ids.length === 0 ? (
        <p class="panel">{T.none}</p>
      ) : (
        <>
          <List
            caption={T.caption(ids.length, reach?.people.length ?? 0)}
            heads={T.heads}
            rows={ids.map((id) => {
              const last = sends
                .filter(({ channel, sentAt }) => channel === id && sentAt !== null)
                .sort((a, b) => ((a.sentAt ?? '') < (b.sentAt ?? '') ? 1 : -1))[0]
              return [id, last?.sentAt ? instantText(last.sentAt) : '—', last?.receipt ?? '—']
            })}
          />
          <form class="panel" method="post" action="/admin/channels/test">
            <Row name="channel" label={T.channel} refusal={refusal}>
              <select id="f-channel" name="channel">
                {ids.map((id) => (
                  <option value={id} selected={form.channel === id}>
                    {id}
                  </option>
                ))}
              </select>
            </Row>
            <Input name="to" label={T.to} hint={T.toHint} value={form.to} required refusal={refusal} />
            <button class="primary" type="submit">
              {T.test}
            </button>
          </form>
        </>
      )}
      {failed.length === 0 ? (
        <p class="panel">{T.noneFailed}</p>
      ) : (
        <>
          <List
            caption={T.failed(failed.length)}
            heads={T.failedHeads}
            rows={failed
              .slice(0, MOST)
              .map(({ channel, recipient, tries, error }) => [
                channel || '—',
                recipient,
                `${tries}`,
                error ?? '',
              ])}
          />
          <form method="post" action="/admin/channels/retry">
            <button type="submit">{T.retry}</button>
          </form>
        </>
      )}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** For administrators, and for them alone: accounts.tsx keeps /admin from all others. */
export function channelRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get('/admin/channels', (c) => channelsPage(c, deps, { form: {} }))
  app.post('/admin/channels/test', async (c) => {
    const form = await formOf(c)
    try {
      const outcome = await testSend(deps.duban.dataDir, form.channel ?? '', form.to?.trim() ?? '')
      if (outcome.kind !== 'sent') throw refused('CHANNEL_FAILED', T.notSent(outcome.error), T.notSentRemedy)
      return channelsPage(c, deps, { form, said: T.sent(outcome.receipt) })
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return channelsPage(c, deps, { form, refusal: error.refusal })
    }
  })
  app.post('/admin/channels/retry', async (c) => {
    await retryAll(deps.db)
    return c.redirect('/admin/channels', 303)
  })
}
