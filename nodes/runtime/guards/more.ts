import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** A collection inside a guard, of what few people need. */
export function moreField(options: INodeProperties[]): INodeProperties {
  return {
    displayName: 'More',
    name: 'more',
    type: 'collection',
    placeholder: 'Add Field',
    default: {},
    options,
  };
}

/** What is set there. */
export function moreOf(settings: IDataObject | undefined): IDataObject {
  return (settings?.more ?? {}) as IDataObject;
}
