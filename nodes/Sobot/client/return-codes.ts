/** The code that stands for success. */
export const SUCCESS = '000000';

/** The vendor's own trouble; says nothing about whether a request was carried out. */
export const SYSTEM_ERROR = '329999';

interface ReturnCode {
  /** What happened. */
  meaning: string;
  /** What to do about it. */
  advice: string;
}

/** Every documented return code in English. Source: docs/vendors/sobot-icall.md, section 5 (vendor page V1). */
const RETURN_CODES: Record<string, ReturnCode> = {
  '320001': {
    meaning: 'Sobot iCall refused the App ID or the signature',
    advice:
      'Compare App ID and Signature in the credential with what Sobot issued. If both are right, the request body was not understood: set Request Body Format in the credential to the other value.',
  },
  '329999': {
    meaning: 'Sobot iCall has trouble on its own side',
    advice: 'Try again in a few minutes. If it stays, ask Sobot.',
  },
  '320011': { meaning: 'The template is empty', advice: 'Choose a template.' },
  '320012': { meaning: 'The task name is empty', advice: 'Give the task a name.' },
  '320013': {
    meaning: 'The number of robots is not possible',
    advice: 'Set Robots to at least 1 and at most the free robots of your account.',
  },
  '320014': { meaning: 'The caller number is empty', advice: 'Choose a caller number.' },
  '320015': {
    meaning: 'The validity of the task is empty',
    advice: 'Set Validity to Permanent or to Custom Period.',
  },
  '320016': {
    meaning: 'The start or the end of the custom period is empty',
    advice: 'Set both Start and End.',
  },
  '320017': { meaning: 'The calling hours are empty', advice: 'Add at least one time range.' },
  '320018': {
    meaning: 'Sobot iCall could not read the contacts',
    advice:
      'The request body was probably not understood: set Request Body Format in the credential to the other value.',
  },
  '320019': {
    meaning: 'The task or its template can no longer be used',
    advice: 'Choose a template that Sobot shows as usable, and a task that is not deleted.',
  },
  '320020': { meaning: 'The task was already deleted', advice: 'Choose another task.' },
  '320021': { meaning: 'The task ID is empty', advice: 'Choose a task.' },
  '320022': {
    meaning: 'There is no task with this ID',
    advice: 'Choose the task from the list, or check the ID: it may belong to another account.',
  },
  '320023': {
    meaning: 'The task has not started yet, or is already finished',
    advice: 'Look at the status of the task with Task: Get Many.',
  },
  '320024': {
    meaning: 'Only a paused task can be resumed',
    advice: 'Look at the status of the task with Task: Get Many.',
  },
  '320025': { meaning: 'The e-mail to verify is empty', advice: 'Give the login e-mail.' },
  '320026': { meaning: 'The start of the time span is empty', advice: 'Set the start.' },
  '320027': { meaning: 'The end of the time span is empty', advice: 'Set the end.' },
  '320028': {
    meaning: 'Sobot iCall cannot read this kind of file',
    advice: 'Use an Excel file (.xls or .xlsx) made from the template in the Sobot console.',
  },
  '320029': {
    meaning: 'The file has more rows than allowed',
    advice: 'Split it into files of at most 100,000 rows.',
  },
  '320030': {
    meaning: 'The data in the file is not right',
    advice: 'Compare its columns with the template in the Sobot console.',
  },
  '320031': {
    meaning: 'No file arrived at Sobot iCall',
    advice: 'Check that the input item holds the file in the field you named.',
  },
  '320032': { meaning: 'The contact ID is empty', advice: 'Give a contact ID.' },
  '320033': { meaning: 'Too many contact IDs at once', advice: 'Send at most 100 at a time.' },
};

/** The English text for a return code, or undefined for a code the vendor does not document. */
export function documentedCode(code: string): ReturnCode | undefined {
  return Object.hasOwn(RETURN_CODES, code) ? RETURN_CODES[code] : undefined;
}

/** All documented codes that stand for a refusal. */
export const documentedCodes: readonly string[] = Object.keys(RETURN_CODES);
