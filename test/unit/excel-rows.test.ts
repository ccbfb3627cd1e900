import writeXlsxFile from 'write-excel-file/node';
import { countExcelRows } from '../../nodes/runtime/files/excel-rows';

const file = async (rows: number): Promise<Buffer> =>
  await writeXlsxFile(
    Array.from({ length: rows }, (_, at) => [{ value: `<row ${at}`, type: String }]),
  ).toBuffer();

describe('counting the rows of an Excel file', () => {
  it.each([1, 2, 5_000])('%i', async (rows) => {
    expect(await countExcelRows(await file(rows), 100_000)).toBe(rows);
  });

  it('stops beyond the limit', async () => {
    expect(await countExcelRows(await file(50), 10)).toBe(11);
  });

  it('gives up on what is no Excel file, or a damaged one', async () => {
    const whole = await file(5_000);
    for (const bad of [
      Buffer.alloc(0),
      Buffer.from('text'),
      whole.subarray(0, 500),
      whole.subarray(100),
    ]) {
      expect(await countExcelRows(bad, 10)).toBeNull();
    }
  });
});
