import { describe, expect, it } from 'vitest'
import { gb18030 } from './gb18030.ts'
import { codesOf, planOf, refusalOf, rowsOf } from './support.ts'

const page = (body: string, charset = 'utf-8') =>
  `<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><title>首页</title><style>td{color:red}</style></head><body>${body}</body></html>`
const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
const table = `<table border=1><thead><tr><th>序号</th><th>工作任务</th><th>责任单位</th><th>完成时限</th></tr></thead><tbody>
<tr><td rowspan="2">1</td><td rowspan=2><p>公开<b>政府</b></p><p>信息</p></td><td>市甲局</td><td rowspan="2">6月底前</td></tr>
<tr><td>市乙局</td></tr>${row('2', '回应&nbsp;关切', '市丙局<br>市丁局', '每月<span>10</span>日前')}</tbody></table>`

describe('a page of a government site', () => {
  it('has its plan inside layout tables, with text around it', () => {
    const layout = `<table width=100%><tr><td>导航 | 首页</td></tr><tr><td><table><tr><td><h1>云州市2026年公开工作分工方案</h1><p>云府办〔2026〕7号</p><p>2026年4月1日</p><div>${table}</div></td></tr></table></td></tr></table>`
    const plan = planOf(page(`<script>var a="<table>"</script>${layout}`))
    expect(plan).toMatchObject({
      reader: 'html',
      title: '云州市2026年公开工作分工方案',
      issuedOn: '2026-04-01',
    })
    expect(rowsOf(plan)).toEqual([
      '1.1 公开政府信息 | r:市甲局 | 6月底前 | 2026-06-30',
      '2.1 回应 关切 | r:市丙局 r:市丁局 | 每月10日前 | 2026-12-10',
    ])
    // The second row of task 1 says who but not what: it is shown, not dropped.
    expect(codesOf(plan)).toContain('row-without-measure')
  })

  it('may be GBK and say GB2312', () => {
    const bytes = gb18030(page(`<p>云州市2026年分工方案</p>${table}`, 'gb2312'))
    expect(planOf(bytes).title).toBe('云州市2026年分工方案')
  })

  it('leaves out what no reader sees, and says so', () => {
    const hidden = table.replace(
      '</tbody>',
      `<tr style="display: none">${'<td>3</td>'.repeat(4)}</tr></tbody>`,
    )
    const plan = planOf(page(`<p>2026年分工方案</p>${hidden}`))
    expect(rowsOf(plan)).toHaveLength(2)
    expect(plan.review.find((item) => item.code === 'hidden-content')?.message).toMatch(/不显示的内容 1 处/)
  })

  it('saved by Word keeps its spans; a row that spans too far is cut at the table', () => {
    const mso = `<!--[if gte mso 9]><xml></xml><![endif]--><p class=MsoNormal>2026年分工方案<o:p></o:p></p>${table.replace('rowspan="2">6', 'rowspan="65534">6')}`
    expect(rowsOf(planOf(page(mso)))[0]).toContain('6月底前')
  })

  it('without table is read as text: items with brackets', () => {
    const plan = planOf(
      page(
        '<p>云州市2026年工作分工</p><p>一、重点任务</p><p>（一）推进公开。（市甲局牵头，市乙局配合，6月底前完成）</p><p>（二）加强解读。（市丙局负责，长期坚持）</p>',
      ),
    )
    expect(plan.reader).toBe('prose')
    expect(rowsOf(plan)[0]).toBe('1.1 推进公开。 | l:市甲局 s:市乙局 | 6月底前完成 | 2026-06-30')
  })

  it('that is an ordinary article is refused', () => {
    expect(refusalOf(page('<h1>新闻</h1><p>一、今天天气很好。</p><p>（一）晴。</p>')).code).toBe('NOT_A_PLAN')
  })
})
