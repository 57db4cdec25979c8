// Writes what the node needs to start beside this file, or into the folder given: the Rococo Asset Hub genesis, runtime and
// all, as the npm package carries it, and the node's configuration.
//
//   node prepare.js [FOLDER]
//   node node_modules/@acala-network/chopsticks/chopsticks.cjs -c node.yml [-p PORT]
'use strict'

const fs = require('node:fs')
const path = require('node:path')

const GENESIS = 'rococo-asset-hub.json'
const CONFIG = `genesis: ./${GENESIS}
port: 8112
# The test decides when a block is made (dev_newBlock), so that it knows what to expect.
build-block-mode: Manual
# The runtime imports a few host functions the node lacks; making blocks calls none of them.
allow-unresolved-imports: true
`

const folder = path.resolve(process.argv[2] ?? __dirname)
const spec = require('@substrate/connect-known-chains/rococo_v2_2_asset_hub').chainSpec
const { id, genesis } = JSON.parse(spec)
if (!genesis?.raw?.top) {
  console.error(`the chain spec of '${id}' has no raw genesis; the node can only start from one`)
  process.exit(1)
}
write(GENESIS, spec)
write('node.yml', CONFIG)

// Whole or not at all: a second run beside this one never reads half a file.
function write(name, text) {
  const file = path.join(folder, name)
  const part = `${file}.${process.pid}`
  fs.writeFileSync(part, text)
  fs.renameSync(part, file)
  console.log(`${file} (${text.length} bytes)`)
}
