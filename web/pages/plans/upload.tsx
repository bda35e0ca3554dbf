import type { Hono } from 'hono'
import { orThrow, RefusedError, refused } from '../../../client/refusal.ts'
import type { Refusal } from '../../../domain/basics/result.ts'
import type { C, WebDeps, WebEnv } from '../../context.ts'
import { sentForm } from '../../multipart.ts'
import { Input, Refused, Field as Row } from '../../parts/form.tsx'
import { newPlanOfficer } from '../../planning.ts'
import { statusOf } from '../../problem.ts'
import { page } from '../../respond.tsx'
import { readUploaded, uploadedOf, uploadedQuery } from '../../uploaded.ts'
import { W } from '../../words/zh-CN.ts'
import { signedIn } from '../common.ts'
import { Steps } from './steps.tsx'

type Values = Readonly<Record<string, string | undefined>>
const T = W.planning.upload

/** What is said of a document that does not say it itself. */
export const ReadingFields = ({ values, refusal }: { values: Values; refusal: Refusal | null }) => (
  <>
    <Input
      name="issued_on"
      type="date"
      label={`${T.issuedOn}${W.act.optional}`}
      hint={T.issuedHint}
      value={values.issued_on}
      refusal={refusal}
    />
    <Input
      name="year"
      label={`${T.year}${W.act.optional}`}
      hint={T.yearHint}
      value={values.year}
      refusal={refusal}
    />
    <Input name="title" label={`${T.heading}${W.act.optional}`} value={values.title} refusal={refusal} />
    <Input
      name="table"
      label={`${T.table}${W.act.optional}`}
      hint={T.tableHint}
      value={values.table}
      refusal={refusal}
    />
  </>
)

interface Uploading {
  readonly title: string
  readonly lead: string
  readonly rehearsal?: string | null
  /** Where the form is, and where what was read of the document is shown. */
  readonly path: string
  /** The import has its steps. */
  readonly steps?: boolean
}

const uploadPage = (
  c: C,
  { title, lead, path, steps, rehearsal = null }: Uploading,
  values: Values,
  refusal: Refusal | null,
) =>
  page(
    c,
    { title, at: '/plans', rehearsal },
    <div class="panel narrow-left">
      {steps && <Steps at={0} />}
      <h1>{title}</h1>
      <p>{lead}</p>
      <Refused refusal={refusal} />
      <form method="post" enctype="multipart/form-data" action={path}>
        <Row name="file" label={T.file} hint={T.fileHint} refusal={refusal}>
          <input id="f-file" name="file" type="file" required aria-describedby="h-file" />
        </Row>
        <p class="small">{W.act.secret}</p>
        <details open={refusal !== null}>
          <summary>{T.again}</summary>
          <ReadingFields values={values} refusal={refusal} />
        </details>
        <button class="primary" type="submit">
          {T.submit}
        </button>
      </form>
    </div>,
    refusal === null ? 200 : statusOf(refusal),
  )

/** 上传: a document is kept by its content and read once, so that what cannot be read is said where it was chosen. */
export function uploadAt(
  app: Hono<WebEnv>,
  deps: WebDeps,
  path: string,
  allowed: (c: C) => Promise<Uploading>,
): void {
  app.get(path, async (c) => uploadPage(c as C, await allowed(c as C), {}, null))
  app.post(path, async (context) => {
    const c = context as C
    const uploading = await allowed(c)
    const { typed, files } = await sentForm(c, deps)
    const values = Object.fromEntries(Object.entries(typed).map(([name, [value]]) => [name, value]))
    try {
      const [file] = files
      if (file === undefined) throw refused('FILE_NOT_FOUND', T.noFile, T.fileHint)
      const uploaded = uploadedOf(file.sha256, (name) => (name === 'name' ? file.name : values[name]))
      await readUploaded(deps, uploaded, async () => [])
      return c.redirect(`${uploading.path}/${uploaded.sha256}?${uploadedQuery(uploaded)}`, 303)
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      return uploadPage(c, uploading, values, error.refusal)
    }
  })
}

export function uploadRoutes(app: Hono<WebEnv>, deps: WebDeps): void {
  uploadAt(app, deps, '/plans/new', async (c) => {
    orThrow(newPlanOfficer(signedIn(c)))
    return { title: T.title, lead: T.lead, path: '/plans/new', steps: true }
  })
}
