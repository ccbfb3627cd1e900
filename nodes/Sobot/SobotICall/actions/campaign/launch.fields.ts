import type { INodeProperties } from 'n8n-workflow';
import { byName } from '../../../../runtime/operation/description';
import { contactFields } from '../../../../runtime/rows/contact-fields';
import { guardsOfNewNodes } from '../../../../runtime/guards/fields';
import { contactIdFields } from '../../../../runtime/rows/contact-id';
import { submissionOptions } from '../../../../runtime/rows/submission-options';
import { timeoutOption } from '../../../panel/timeout';
import { createTaskFields } from '../task/create.fields';
import { optionsInTwoRanks } from '../../../../runtime/rows/handover-options';

const NAME: Partial<INodeProperties> = {
  displayName: 'Campaign Name',
  description:
    'The task of this name at Sobot is used, or made if there is none. Keep the name for the list: run again after an error, nobody is called twice. Another name is another campaign.',
};

/** What concerns the task, without what Launch decides itself. */
const taskOptions = createTaskFields
  .flatMap(({ name, options }) => (name === 'options' ? (options as INodeProperties[]) : []))
  .filter(({ name }) => !['nameTaken', 'timeout', 'waitBeforeAgain'].includes(name));

/** The fields of Campaign: Launch: those of Task: Create and of Contact: Add in one panel. */
export const launchFields: INodeProperties[] = [
  ...createTaskFields
    .filter(({ name }) => name !== 'options')
    .map((field) => (field.name === 'taskName' ? { ...field, ...NAME } : field)),
  ...contactIdFields(
    'Name of the incoming field that holds your own ID of the row, unique in its campaign. Results come back under it. Start IDs with a letter, since Sobot may cut long numbers.',
  ),
  ...contactFields,
  guardsOfNewNodes,
  ...optionsInTwoRanks(byName(submissionOptions('china', timeoutOption, ...taskOptions))),
];
