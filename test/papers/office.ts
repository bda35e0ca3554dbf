import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'

const has = (program: string, args: readonly string[]) => spawnSync(program, args).error === undefined

/** Why documents cannot be looked at here as an office's programs show them; null: they can. */
export const missingOffice: string | null =
  has('soffice', ['--version']) && has('pdftotext', ['-v'])
    ? null
    : 'no LibreOffice or poppler here (apt install libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-noto-cjk)'
if (missingOffice) process.stderr.write(`SKIPPED as LibreOffice shows documents: ${missingOffice}\n`)

/** Fonts that offices have and this machine has not: their names stand for what is here, in the same widths. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${['仿宋_GB2312', '楷体_GB2312', '方正小标宋简体', '宋体']
  .map(
    (name) =>
      `<alias binding="same"><family>${name}</family><prefer><family>Noto Serif CJK SC</family></prefer></alias>`,
  )
  .join('\n')}
<alias binding="same"><family>黑体</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>`

export interface Converted {
  readonly pdf: string
  readonly folder: string
  close(): void
}

/** A document as LibreOffice prints it. */
export function asPrinted(bytes: Uint8Array, name: string): Converted {
  const folder = mkdtempSync(join(tmpdir(), 'duban-office-'))
  writeFileSync(join(folder, 'fonts.conf'), FONTS)
  writeFileSync(join(folder, name), bytes)
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${folder}/profile`,
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
      join(folder, name),
    ],
    {
      env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: folder },
      stdio: 'ignore',
      timeout: 120_000,
    },
  )
  return {
    folder,
    pdf: join(folder, name.replace(/\.\w+$/, '.pdf')),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The text of a page, line by line, as it stands on paper. */
export const pageText = (pdf: string, page: number): readonly string[] =>
  execFileSync('pdftotext', ['-layout', '-f', `${page}`, '-l', `${page}`, pdf, '-'], {
    encoding: 'utf8',
  }).split('\n')

export const pagesOf = (pdf: string): { readonly count: number; readonly size: string } => {
  const told = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })
  return {
    count: Number(/Pages:\s+(\d+)/.exec(told)?.[1]),
    size: /Page size:\s+(.*)/.exec(told)?.[1] ?? '',
  }
}

/** A workbook's sheet as LibreOffice reads it, as text. */
export function sheetAsRead(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'duban-office-'))
  try {
    writeFileSync(join(folder, 'a.xlsx'), bytes)
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1',
        '--outdir',
        folder,
        join(folder, 'a.xlsx'),
      ],
      { env: { ...process.env, HOME: folder }, stdio: 'ignore', timeout: 120_000 },
    )
    const [file] = execFileSync('ls', [folder], { encoding: 'utf8' })
      .split('\n')
      .filter((name) => name.endsWith('.csv'))
    return readFileSync(join(folder, file ?? ''), 'utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All words of a document, in order. */
export const wordsIn = (docx: Uint8Array): string =>
  strFromU8(unzipSync(docx)['word/document.xml'] ?? new Uint8Array())
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
