// Loaded into n8n before anything else: a public-looking name that resolves to this machine, as an attacker's own
// name server would let it.
const dns = require('node:dns');

const NAME = 'recordings.attacker.example';
const address = '127.0.0.1';

const { lookup } = dns;
dns.lookup = (name, options, callback) => {
  if (name !== NAME) return lookup(name, options, callback);
  const [how, done] = typeof options === 'function' ? [{}, options] : [options ?? {}, callback];
  if (how.all) done(null, [{ address, family: 4 }]);
  else done(null, address, 4);
};

const lookupPromise = dns.promises.lookup;
dns.promises.lookup = async (name, options) => {
  if (name !== NAME) return await lookupPromise(name, options);
  return options?.all ? [{ address, family: 4 }] : { address, family: 4 };
};
