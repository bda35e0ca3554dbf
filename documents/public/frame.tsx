import type { Child } from 'hono/jsx'
import type { IsoDate } from '../../domain/calendar/date.ts'
import { weekdayName } from '../../domain/calendar/explain.ts'
import { itemFile, type PublicIssue, type PublicItem } from '../../domain/publishing/issue.ts'
import { instantName } from '../../domain/reckoning/bulletin.ts'

/** What the pages say beside the items. */
export interface SiteWords {
  readonly office: string
  readonly licence: string
  readonly nextOn: IsoDate | null
  /** 网站标识码、备案号. */
  readonly footer: string
}

export const Day = ({ on }: { on: IsoDate | null | undefined }) =>
  on ? (
    <time datetime={on}>
      {on}（{weekdayName(on)}）
    </time>
  ) : (
    <>—</>
  )

export function page(title: string, up: string, words: SiteWords, body: Child): string {
  const html = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="renderer" content="webkit" />
        <title>{title}</title>
        <link rel="stylesheet" href={`${up}style.css`} />
        <link rel="alternate" type="application/atom+xml" href={`${up}changes.atom`} title="变化" />
      </head>
      <body>
        <a class="skip" href="#main">
          跳到正文
        </a>
        <main id="main">{body}</main>
        <footer>
          <p>
            {words.office} {words.licence} {words.footer}
          </p>
        </footer>
      </body>
    </html>
  )
  return `<!doctype html>${html.toString()}`
}

export const fileOf = ({ no }: PublicItem) => encodeURI(itemFile(no))

export const Frozen = ({ issue, words }: { issue: PublicIssue; words: SiteWords }) => (
  <>
    {issue.rehearsal && <p class="rehearsal">演练：日期是演出来的，不是真实办理情况。</p>}
    <p class="quiet">
      情况截至{instantName(issue.bulletin.asOf)}，依据第 {issue.bulletin.number} 期通报（SHA-256{' '}
      <code>{issue.bulletin.sha256}</code>）。
      {words.nextOn && (
        <>
          下一次公布：
          <Day on={words.nextOn} />。
        </>
      )}
    </p>
  </>
)
