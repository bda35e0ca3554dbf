import { randomUUID } from 'node:crypto'
import { RefusedError, refused } from '../client/refusal.ts'
import type { C } from './context.ts'
import type { Typed } from './forms/act-fields.tsx'

/** Fields of a form as texts; of several of one name the first. */
export type Form = Readonly<Record<string, string | undefined>>

const MOST_BYTES = 256 * 1024

/**
 * The fields of a form that was sent as such, no file among them.
 * @throws RefusedError FORM_TYPE, MESSAGE_TOO_LARGE
 */
export async function formOf(c: C): Promise<Form> {
  const fields = await formFields(c)
  return Object.fromEntries([...new Set(fields.keys())].map((name) => [name, fields.get(name) ?? undefined]))
}

export async function formFields(c: C): Promise<URLSearchParams> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    throw refused('FORM_TYPE', '表单的格式不对', '在本系统的网页里填写')
  return new URLSearchParams(await bodyText(c, MOST_BYTES))
}

/** The same with all values of a name. @throws as formOf */
export async function typedIn(c: C): Promise<Typed> {
  const fields = await formFields(c)
  return Object.fromEntries([...new Set(fields.keys())].map((name) => [name, fields.getAll(name)]))
}

/** The id that a form carries, under which its act happens once; a new one where it carries none. */
export function actIdIn({ actId }: Typed): string {
  const sent = actId?.[0] ?? ''
  return /^[0-9a-f-]{36}$/.test(sent) ? sent : randomUUID()
}

/** A body as text, and no more of it than fits. @throws RefusedError MESSAGE_TOO_LARGE */
export async function bodyText(c: C, most: number): Promise<string> {
  const tooLarge = () =>
    new RefusedError({
      code: 'MESSAGE_TOO_LARGE',
      message: `一次提交的内容超过 ${Math.floor(most / 1024)} KB`,
      remedy: '分几次提交；全文作为佐证文件上传',
    })
  if (Number(c.req.header('content-length') ?? 0) > most) throw tooLarge()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > most) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
