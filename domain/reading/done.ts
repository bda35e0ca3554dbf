const DONE =
  /已(?:经|全部|基本|按期|按时|如期|提前){0,3}(?:完成|办结|整改|落实|销号|建成|竣工|启动)|^(?:全部|基本|按期|按时|如期|提前)?(?:完成|办结|销号)(?:整改)?$|^100%$|^[√✓✔☑是]$/
const NOT = /未|尚|没有|正在|部分/

/**
 * Whether a cell of 完成情况 says that the item is finished. A person confirms it in any case.
 * @example saysDone('已整改到位') // true
 * @example saysDone('正在推进') // false
 */
export const saysDone = (text: string): boolean => {
  const plain = text.normalize('NFKC').replace(/[\s。；;]/g, '')
  return DONE.test(plain) && !NOT.test(plain)
}
