import type { HelpConfiguration } from 'commander'

const TITLES: Record<string, string> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
}

/** commander's own words in Chinese. */
export const chinese: HelpConfiguration = {
  styleTitle: (title) => TITLES[title] ?? title,
  optionDescription: (option) => {
    const choices = option.argChoices ? `（${option.argChoices.join('、')}）` : ''
    const usual = typeof option.defaultValue === 'string' ? `，默认 ${option.defaultValue}` : ''
    return `${option.description}${choices}${usual}`
  },
}

const ERRORS: readonly (readonly [RegExp, string])[] = [
  [/^error: missing required argument '(.+)'/, '缺少参数 $1'],
  [/^error: required option '(.+)' not specified/, '缺少必须的选项 $1'],
  [/^error: unknown option '(.+)'/, '没有选项 $1'],
  [/^error: unknown command '(.+)'/, '没有命令 $1'],
  [
    /^error: too many arguments(?: for '.+')?\. Expected (\d+) arguments? but got (\d+)\./,
    '参数多了：应有 $1 个，给了 $2 个',
  ],
  [/^error: option '(.+)' argument missing/, '选项 $1 后面缺少内容'],
  [
    /^error: option '(.+)' argument '(.+)' is invalid\. (?:Allowed choices are (.+)\.)?/,
    '选项 $1 的内容“$2”不对。$3',
  ],
  [/\(Did you mean (.+)\?\)/, '（是不是 $1？）'],
]

/** A usage error of commander's in Chinese; one that is not known stays as it is. */
export const inChinese = (text: string): string =>
  ERRORS.reduce((out, [from, to]) => out.replace(from, to), text)
