import type { Child } from 'hono/jsx'
import type { PublicIssue, PublicItem } from '../../domain/publishing/issue.ts'
import { STATE_MEANS } from '../../domain/publishing/words.ts'
import { Day, Frozen, page, type SiteWords } from './frame.tsx'

const Line = ({ title, children }: { title: string; children?: Child }) => (
  <>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </>
)

export const itemPage = (issue: PublicIssue, item: PublicItem, words: SiteWords): string =>
  page(
    `${item.no} ${issue.title}`,
    '../',
    words,
    <>
      <p>
        <a href="../index.html">{issue.title}</a>
      </p>
      <h1>
        {item.no} {item.task ?? ''}
      </h1>
      <Frozen issue={issue} words={words} />
      {item.text !== undefined && <p>{item.text}</p>}
      <dl>
        <Line title="情况">
          {item.state}（{STATE_MEANS[item.state]}）
        </Line>
        {item.unit !== undefined && <Line title="牵头单位">{item.unit}</Line>}
        {item.units !== undefined && <Line title="责任、配合单位">{item.units.join('、') || '—'}</Line>}
        {item.deadline !== undefined && <Line title="时限原文">{item.deadline || '—'}</Line>}
        {item.conditions !== undefined && item.conditions.length > 0 && (
          <Line title="等待的条件">{item.conditions.join('；')}</Line>
        )}
      </dl>
      {item.parts.map((part) => (
        <section>
          <h2>{part.id}</h2>
          <dl>
            <Line title="情况">{part.state}</Line>
            {part.dueOn !== undefined && (
              <Line title="到期日">
                <Day on={part.dueOn} />
              </Line>
            )}
            {part.originalDueOn && (
              <Line title="原到期日">
                <Day on={part.originalDueOn} />
              </Line>
            )}
            {part.doneOn && (
              <Line title="完成日期">
                <Day on={part.doneOn} />
              </Line>
            )}
            {part.lateDays !== undefined && part.lateDays !== null && (
              <Line title="逾期">{part.lateDays} 天</Line>
            )}
          </dl>
        </section>
      ))}
    </>,
  )
