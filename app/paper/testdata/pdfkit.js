// Draws the rows of a certificate given as JSON with pdfkit, and prints the processor time of one document in milliseconds:
// node pdfkit.js CONTENT.json COUNT, with pdfkit in NODE_PATH.
const fs = require('fs')
const PDFDocument = require('pdfkit')

const content = JSON.parse(fs.readFileSync(process.argv[2]))
const count = Number(process.argv[3])
const faces = content.faces.map(f => fs.readFileSync(f))

function draw() {
  return new Promise(resolve => {
    const doc = new PDFDocument({ size: 'A4', margin: 70 })
    let bytes = 0
    doc.on('data', b => { bytes += b.length })
    doc.on('end', () => resolve(bytes))
    faces.forEach((f, i) => doc.registerFont('f' + i, f))
    const korean = s => /[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7a3]/.test(s)
    const put = (s, x, y, width, bold) => doc.font('f' + ((korean(s) ? 2 : 0) + (bold ? 1 : 0))).text(s, x, y, { width })
    doc.fontSize(19).font('f1').text(content.title, { align: 'center' })
    doc.fontSize(11)
    let y = 140
    for (const [label, value] of content.rows) {
      doc.font('f1').text(label, 70, y, { width: 120 })
      put(value, 200, y, 330)
      y = Math.max(doc.y, y + 16)
    }
    doc.fontSize(9)
    for (const row of content.table) {
      row.forEach((cell, i) => { put(cell, 70 + i * 115, y, 110); doc.rect(68 + i * 115, y - 2, 115, 18).stroke() })
      y += 18
    }
    doc.fontSize(11)
    for (const s of content.text) { put(s, 70, y, 450); y = doc.y + 4 }
    for (const [x, r, w] of content.code) doc.rect(70 + x * 1.13, y + r * 1.13, w * 1.13, 1.13)
    doc.fill('black')
    doc.end()
  })
}

(async () => {
  const bytes = await draw()
  const wall = process.hrtime.bigint(), cpu = process.cpuUsage()
  for (let i = 0; i < count; i++) await draw()
  const spent = process.cpuUsage(cpu)
  console.log(JSON.stringify({ cpu: (spent.user + spent.system) / 1000 / count, wall: Number(process.hrtime.bigint() - wall) / 1e6 / count, bytes, mb: process.memoryUsage().rss / 1e6 }))
})()
