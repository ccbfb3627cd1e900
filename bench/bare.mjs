// The least that hands contacts to Sobot iCall: posts them in batches, one after the other, and looks at nothing.
// usage: node bench/bare.mjs <base url> <app id> <signature> <task id> <contacts> <batch size> — prints milliseconds
const [baseUrl, appid, signature, taskid, contacts, batchSize] = process.argv.slice(2);

const rows = Array.from({ length: Number(contacts) }, (_, at) => ({
  telephone: `160${String(at).padStart(8, '0')}`,
  outid: `bare-${at}`,
  variable: `name^Customer ${at}|order^A-${at}`,
}));
const began = performance.now();
for (let at = 0; at < rows.length; at += Number(batchSize)) {
  const data = JSON.stringify(rows.slice(at, at + Number(batchSize)));
  const reply = await fetch(`${baseUrl}add_task_data`, {
    method: 'POST',
    body: new URLSearchParams({ appid, signature, taskid, data }),
  });
  const { ret_code: code, ret_msg: message } = await reply.json();
  if (String(code) !== '000000') throw new Error(`${code} ${message}`);
}
console.log(Math.round(performance.now() - began));
