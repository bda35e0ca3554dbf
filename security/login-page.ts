/** The one page of the codec endpoint. @param done null: not asked yet; false: wrong token; true: signed in */
export const loginPage = (done: boolean | null): string => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>督办解密服务</title>
<h1>督办解密服务</h1>
${
  done === true
    ? '<p>已授权 12 小时。回到 Temporal 网页界面，刷新页面即可看到解密后的内容。</p>'
    : `${done === false ? '<p role="alert">口令不对。</p>' : '<p>输入口令后，这个浏览器里的 Temporal 网页界面可以解密 12 小时。</p>'}
<form method="post" action="/login">
<label>口令 <input name="token" type="password" autocomplete="off" required autofocus></label>
<button>授权</button>
</form>`
}
</html>
`
