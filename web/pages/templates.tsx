import type { Hono } from 'hono'
import { audit } from '../../accounts/audit.ts'
import { RefusedError, refused } from '../../client/refusal.ts'
import { removeTemplate, setTemplate, templateKind, templates } from '../../client/use/templates.ts'
import { TEMPLATES as NAMES } from '../../documents/official/places.ts'
import type { Refusal } from '../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../context.ts'
import { formOf } from '../form-body.ts'
import { sentForm } from '../multipart.ts'
import { Refused } from '../parts/form.tsx'
import { statusOf } from '../problem.ts'
import { page } from '../respond.tsx'
import { TEMPLATES as T } from '../words/templates.ts'
import { signedIn } from './common.ts'

/** A place as it is typed into a template. */
const Place = ({ name }: { name: string }) => <code>{`{{${name}}}`}</code>

/** 公文模板: what is set, which places there are, and a file for each kind of paper. */
async function templatesPage(c: C, deps: WebDeps, refusal: Refusal | null, said?: string) {
  const all = await templates(deps.duban.dataDir)
  return page(
    c,
    { title: T.title, at: '/admin/system' },
    <>
      <p class="small no-print">
        <a href="/admin/system">{T.system}</a>
      </p>
      <h1>{T.title}</h1>
      <p>
        {T.lead.before}
        <Place name={T.lead.example} />
        {T.lead.after}
      </p>
      <Refused refusal={refusal} />
      {said && (
        <p class="notice done" role="status">
          {said}
        </p>
      )}
      {all.map(({ kind, name, fit, all: places }) => (
        <section class="panel">
          <h2>{fit === null ? T.none(name) : T.set(name)}</h2>
          {fit !== null && fit.missing.length > 0 && <p>{T.missing(fit.missing.join('、'))}</p>}
          <p class="small">
            {T.places}
            {places.map((place) => (
              <>
                <Place name={place} />{' '}
              </>
            ))}
          </p>
          <form method="post" enctype="multipart/form-data" action={`/admin/templates/${kind}`}>
            <p>
              <label for={`f-${kind}`}>{T.file}</label>{' '}
              <input id={`f-${kind}`} name="file" type="file" required accept=".docx" />{' '}
              <button type="submit">{T.submit}</button>
            </p>
          </form>
          {fit !== null && (
            <form method="post" action={`/admin/templates/${kind}/remove`}>
              <button type="submit">{T.remove}</button>
            </form>
          )}
        </section>
      ))}
    </>,
    refusal === null ? 200 : statusOf(refusal),
  )
}

/** For administrators, and for them alone: accounts.tsx keeps /admin from all others. */
export function templateRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  const answered = async (c: C, work: () => Promise<string>) => {
    try {
      return await templatesPage(c, deps, null, await work())
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return templatesPage(c, deps, error.refusal)
    }
  }
  const noted = (c: C, target: string) =>
    audit(deps.db, {
      ...{ userId: signedIn(c).userId, via: 'session', ip: c.get('from').ip },
      ...{ what: 'template', target, outcome: 'ok' },
    })
  app.get('/admin/templates', (c) => templatesPage(c as C, deps, null))
  app.post('/admin/templates/:kind', (c) =>
    answered(c as C, async () => {
      const kind = templateKind(c.req.param('kind'))
      const { files } = await sentForm(c as C, deps)
      const [file] = files
      const bytes = file === undefined ? null : deps.duban.blobs.get(file.sha256)
      if (file === undefined || bytes === null) throw refused('FILE_NOT_FOUND', T.noFile, T.noFileRemedy)
      await setTemplate(deps.duban.dataDir, kind, bytes, file.name)
      await noted(c as C, NAMES[kind])
      return T.done(NAMES[kind])
    }),
  )
  app.post('/admin/templates/:kind/remove', (c) =>
    answered(c as C, async () => {
      await formOf(c)
      const kind = templateKind(c.req.param('kind'))
      removeTemplate(deps.duban.dataDir, kind)
      await noted(c as C, NAMES[kind])
      return T.removed(NAMES[kind])
    }),
  )
}
