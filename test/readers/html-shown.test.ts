import { describe, expect, it } from 'vitest'
import { codesOf, planOf, rowsOf } from './support.ts'

const HEAD = '<tr><th>序号</th><th>工作任务</th><th>具体措施</th><th>牵头单位</th><th>完成时限</th></tr>'
const page = (table: string, head = '') =>
  `<!DOCTYPE html><html><head><meta charset="utf-8">${head}</head><body><h1>云州市2026年重点工作分工方案</h1><p>2026年3月2日</p>${table}</body></html>`
const one = (unit: string, due: string, head = '') =>
  page(
    `<table>${HEAD}<tr><td>1</td><td>优化服务</td><td>推进一网通办</td><td>${unit}</td><td>${due}</td></tr></table>`,
    head,
  )
const style = (css: string) => `<style>${css}</style>`
const line = (html: string) => rowsOf(planOf(html)).map((l) => l.split(' | ').slice(1, 3).join(' '))

describe('a page is read as a browser shows it', () => {
  it.each([
    ['del', '<del>2026年6月底前</del><ins>2026年9月底前</ins>', ''],
    ['s', '<s>2026年6月底前</s>2026年9月底前', ''],
    ['strike, with a part inside', '<strike>2026年<b>6月</b>底前</strike>2026年9月底前', ''],
    ['a style', '<span style="TEXT-DECORATION: line-through">2026年6月底前</span>2026年9月底前', ''],
    [
      'a class',
      '<i class="old x">2026年6月底前</i>2026年9月底前',
      style('.old{color:red;text-decoration-line:line-through}'),
    ],
    [
      'an id below a class',
      '<i class=a><i id=b>2026年6月底前</i></i>2026年9月底前',
      style('.a > #b{text-decoration:line-through}'),
    ],
    [
      'a tag that the page does not strike',
      '<i>2026年6月底前</i><del>2026年9月底前</del>',
      style('/* } */del{text-decoration:none} td i{text-decoration:line-through}'),
    ],
  ])('struck through by %s is left out and asked about', (_, due, head) => {
    const plan = planOf(one('市财政局', due, head))
    expect(line(one('市财政局', due, head))).toEqual(['l:市财政局 2026年9月底前'])
    expect(plan.review.filter((item) => item.code === 'struck-out')).toMatchObject([
      { severity: 'confirm', message: '划去（带删除线）的文字按已不执行处理，没有读入：“2026年6月底前”' },
    ])
  })

  it.each([
    ['display', '<b style="display:none">2026年6月底前</b>', ''],
    ['the attribute', '<b hidden>2026年6月底前</b>', ''],
    ['visibility', '<b style="visibility:hidden">2026年6月底前</b>', ''],
    ['a class with another', '<b class="a h">2026年6月底前</b>', style('b.h.a{display:none}')],
    ['a style for screens', '<b class=h>2026年6月底前</b>', style('@media screen{.h{display:none}}')],
    ['a closed <details>', '<details><summary></summary>2026年6月底前</details>', ''],
  ])('hidden by %s is left out and noted', (_, hidden, head) => {
    const plan = planOf(one('市财政局', `${hidden}2026年9月底前`, head))
    expect(plan.tasks[0]?.measures[0]?.deadline.text).toBe('2026年9月底前')
    expect(codesOf(plan)).toContain('hidden-content')
  })

  it('what shows is read: styles for print, a style that another one undoes, a part made visible again', () => {
    const head = style(
      '.p{display:inline}@media print{.p{display:none}}.h{display:none}td .h{display:inline}',
    )
    for (const due of [
      '<b class=p>2026年9月底前</b>',
      '<b class=h>2026年9月底前</b>',
      '<b style="visibility:hidden"><i style="visibility:visible">2026年9月底前</i></b>',
      '<b hidden style="display:inline">2026年9月底前</b>',
    ])
      expect(line(one('市财政局', due, head))).toEqual(['l:市财政局 2026年9月底前'])
  })

  it('phonetic guides are left out, with the brackets for older browsers', () => {
    const ruby = '市<ruby>水<rp>(</rp><rt>shuǐ</rt><rp>)</rp></ruby>务局'
    expect(line(one(ruby, '6月底前'))).toEqual(['l:市水务局 6月底前'])
    expect(codesOf(planOf(one(ruby, '6月底前')))).toContain('left-out')
  })

  it('lists and boxes show what was chosen', () => {
    const list = '<select><option>6月底前</option><option selected>9月底前</option></select>'
    const box = (on: string) => `<input type=checkbox${on}>`
    expect(line(one(`${box('')}市财政局 ${box(' checked')}市民政局`, list))).toEqual(['l:市民政局 9月底前'])
    expect(line(one('<input value=市财政局>', '<select><option>6月底前</option></select>'))).toEqual([
      'l:市财政局 6月底前',
    ])
  })
})

const row = (...cells: string[]) => `<tr>${cells.join('')}</tr>`
const td = (text: string, more = '') => `<td${more}>${text}</td>`

describe('a table is laid out as a browser lays it out', () => {
  const first = row(td('1'), td('甲'), td('做甲'), td('市财政局'), td('2026年6月底前'))

  it('cells that are not displayed take no column', () => {
    const second = row(
      td('2'),
      td('乙'),
      td('x', ' style="display:none"'),
      td('做乙'),
      td('y', ' class="h"'),
      td('市民政局'),
      td('2026年9月底前'),
    )
    expect(line(page(`<table>${HEAD}${first}${second}</table>`, style('td.h{display:none}')))).toEqual([
      'l:市财政局 2026年6月底前',
      'l:市民政局 2026年9月底前',
    ])
  })

  it('cells that only do not show keep their column', () => {
    const second = row(
      td('2'),
      td('乙'),
      td('做乙'),
      td('市民政局', ' style="visibility:hidden"'),
      td('9月底前'),
    )
    expect(line(page(`<table>${HEAD}${first}${second}</table>`))[1]).toMatch(/ 9月底前$/)
  })

  it('spans end with their group of rows, also those to the end', () => {
    for (const span of ['2', '0', '99']) {
      const head = HEAD.replaceAll('<th>', `<th rowspan=${span}>`)
      const second = row(td('2'), td('乙'), td('做乙'), td('市民政局'), td('9月底前'))
      const html = page(
        `<table><thead>${head}</thead><tbody>${first}</tbody><tbody>${second}</tbody></table>`,
      )
      expect(line(html)).toEqual(['l:市财政局 2026年6月底前', 'l:市民政局 9月底前'])
    }
  })

  it('the head stands on top and the foot at the bottom, wherever they are written', () => {
    const foot = `<tfoot>${row(td('9'), td('丙'), td('做丙'), td('市审计局'), td('12月底前'))}</tfoot>`
    const plan = planOf(page(`<table>${foot}<tbody>${first}</tbody><thead>${HEAD}</thead></table>`))
    expect(plan.tasks.map((task) => task.no)).toEqual(['1', '9'])
  })

  it('a hidden group, and a hidden table, are left out and noted', () => {
    const hidden = `<tbody style="display:none">${row(td('2'), td('乙'), td('做乙'), td('市民政局'), td('9月底前'))}</tbody>`
    const plan = planOf(
      page(`<div hidden><table>${HEAD}${first}${first}</table></div><table>${HEAD}${first}${hidden}</table>`),
    )
    expect(rowsOf(plan)).toHaveLength(1)
    expect(plan.review.find((item) => item.code === 'hidden-content')?.message).toMatch(/2 处/)
  })
})

describe('the title of a page', () => {
  const bare = (title: string, body = '') =>
    `<html><head><title>${title}</title></head><body>${body}<table>${HEAD}${row(td('1'), td('甲'), td('做甲'), td('市财政局'), td('6月底前'))}</table></body></html>`
  it('is its own where no line of the text is one, without the name of the site', () => {
    expect(planOf(bare('云州市2026年重点工作分工方案_云州市人民政府网')).title).toBe(
      '云州市2026年重点工作分工方案',
    )
    expect(planOf(bare('云州市2026年重点工作分工方案', '<p>您的位置：首页</p>')).title).toBe(
      '云州市2026年重点工作分工方案',
    )
    expect(planOf(bare('首页', '<p>云州市2026年分工方案</p>')).title).toBe('云州市2026年分工方案')
  })
})
