/** The look of the published pages: one file, system fonts, readable on a phone and on paper, no colour alone. */
export const PUBLIC_CSS = `:root{--ink:#1b1b1b;--quiet:#595959;--line:#c9ced6;--accent:#1a4f8f}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:#fff;font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif}
main,footer{max-width:1100px;margin:0 auto;padding:16px}
h1{font-size:22px;line-height:1.4}h2{font-size:18px}
a{color:var(--accent)}a:focus{outline:3px solid #f4b400;outline-offset:2px}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px}
.quiet,footer{color:var(--quiet)}code{word-break:break-all}
.rehearsal{border:2px solid #8a5a00;padding:8px}
table{border-collapse:collapse;width:100%;margin:16px 0}caption{text-align:left;font-weight:bold;padding:8px 0}
th,td{border:1px solid var(--line);padding:6px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td.s0{font-weight:bold;border-left:4px solid #b3261e}
dt{color:var(--quiet)}dd{margin:0 0 8px}
@media print{.skip{display:none}}
@media (max-width:640px){table{display:block;overflow-x:auto}}
`
