import { crc32, deflateRawSync } from 'node:zlib'

export interface SampleParts {
  /** The XML of the rows of the one sheet, which is called Data. */
  rows: string
  /** The inside of each `<si>`. */
  shared?: string[]
  /** What stands before the root of the sheet. */
  before?: string
}

/** A small workbook for tests, written by hand so that every oddity of real ones can be put in. */
export function workbookBytes(parts: SampleParts): Buffer {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook ${main} xmlns:r="${relations}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `${parts.before ?? ''}<worksheet ${main}><sheetData>${parts.rows}</sheetData></worksheet>`,
  }
  if (parts.shared)
    files['xl/sharedStrings.xml'] = `<sst ${main}>${parts.shared.map((s) => `<si>${s}</si>`).join('')}</sst>`
  return zip(files)
}

function zip(files: Record<string, string>): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text)
    const packed = deflateRawSync(data)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed)
    const end = Buffer.alloc(14)
    end.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, end, Buffer.from(name))
    offset += 4 + 26 + Buffer.byteLength(name) + packed.length
  }
  const central = Buffer.concat(directory)
  const tail = Buffer.alloc(18)
  const count = Object.keys(files).length
  tail.writeUInt16LE(count, 4)
  tail.writeUInt16LE(count, 6)
  tail.writeUInt32LE(central.length, 8)
  tail.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, central, Buffer.from('PK\x05\x06', 'latin1'), tail])
}
