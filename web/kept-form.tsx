import { Readable } from 'node:stream'
import busboy from '@fastify/busboy'
import type { C } from './context.ts'
import { bodyText } from './form-body.ts'
import { ownPath, page } from './respond.tsx'
import { W } from './words/zh-CN.ts'

/** What a form said whose sender was signed in no longer; files are not kept. */
export interface Kept {
  readonly fields: readonly (readonly [string, string])[]
  readonly files: boolean
  /** How it was sent, and is sent on. */
  readonly multipart: boolean
}

/** Characters: written in a form they are up to nine times as many bytes. */
const MOST = 24 * 1024
const T = W.kept

/** Never carried on: a password, and what a browser fills in by itself. */
const LEFT_OUT = new Set(['password', 'kept'])

async function multipartFields(c: C, type: string): Promise<Kept> {
  const fields: [string, string][] = []
  let files = false
  const parser = busboy({
    headers: { 'content-type': type },
    limits: { fields: 60, fieldSize: MOST, parts: 100 },
  })
  parser.on('field', (name, value) => {
    fields.push([name, value])
  })
  parser.on('file', (_, stream, name) => {
    files ||= Boolean(name)
    stream.resume()
  })
  await new Promise<void>((resolve, reject) => {
    parser.on('finish', () => resolve())
    parser.on('error', reject)
    Readable.fromWeb(c.req.raw.body as never).pipe(parser)
  })
  return { fields, files, multipart: true }
}

/** The fields of a form that nobody signed in has sent; null: none that can be kept. */
export async function keptForm(c: C): Promise<Kept | null> {
  const type = c.req.header('content-type') ?? ''
  try {
    const kept = /^multipart\/form-data\s*;/i.test(type)
      ? await multipartFields(c, type)
      : /^application\/x-www-form-urlencoded/i.test(type)
        ? { fields: [...new URLSearchParams(await bodyText(c, 9 * MOST))], files: false, multipart: false }
        : null
    if (kept === null) return null
    const fields = kept.fields.filter(([name]) => !LEFT_OUT.has(name))
    return fields.length === 0 || JSON.stringify(fields).length > MOST ? null : { ...kept, fields }
  } catch {
    return null
  }
}

export const keptText = (kept: Kept): string => JSON.stringify(kept)

/** Kept fields as the sign-in form carried them; null: none, or what is none. */
export function keptFrom(text: string | undefined): Kept | null {
  if (!text) return null
  try {
    const { fields, files, multipart } = JSON.parse(text) as Kept
    const whole = fields.every(([name, value]) => typeof name === 'string' && typeof value === 'string')
    return whole ? { fields, files: files === true, multipart: multipart === true } : null
  } catch {
    return null
  }
}

/** After the sign-in: what was written is there still, and goes on with one click. Files have to be chosen again. */
export const keptPage = (c: C, path: string, { fields, files, multipart }: Kept) =>
  page(
    c,
    { title: T.title },
    <div class="panel narrow">
      <h1>{T.title}</h1>
      <p>{files ? T.withFiles : T.lead}</p>
      <form method="post" enctype={multipart ? 'multipart/form-data' : undefined} action={ownPath(path)}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {files && <input type="hidden" name="do" value="kept" />}
        <button class="primary" type="submit">
          {T.goOn}
        </button>
      </form>
    </div>,
  )
