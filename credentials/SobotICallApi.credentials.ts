import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_BASE_URL, signRequest } from '../nodes/Sobot/client/credential';

/** What a Sobot iCall V1 account is reached with. */
export class SobotICallApi implements ICredentialType {
  name = 'sobotICallApi';

  displayName = 'Sobot iCall API';

  icon: Icon = {
    light: 'file:../nodes/Sobot/sobot.svg',
    dark: 'file:../nodes/Sobot/sobot.dark.svg',
  };

  documentationUrl =
    'https://github.com/FILL-IN-ACCOUNT/n8n-nodes-calling-campaigns/blob/main/docs/sobot-icall.md#credential';

  properties: INodeProperties[] = [
    {
      displayName: 'App ID',
      name: 'appid',
      type: 'string',
      default: '',
      required: true,
      description:
        'The value that Sobot calls appid. Sobot staff issue it together with the signature.',
    },
    {
      displayName: 'Signature',
      name: 'secretSignature',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'The fixed value that Sobot calls signature. It works like a password.',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: DEFAULT_BASE_URL,
      required: true,
      description:
        'Address of the iCall V1 API. Change it only if Sobot gave you another one, or for the simulator.',
    },
    {
      displayName: 'Request Body Format',
      name: 'bodyFormat',
      type: 'options',
      options: [
        { name: 'Form', value: 'form' },
        { name: 'JSON', value: 'json' },
      ],
      default: 'form',
      description:
        'How requests are written. Sobot documents both; if the right App ID and signature are refused, try the other one.',
    },
    {
      displayName: 'Result Push Token',
      name: 'pushToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'A long random text of your own. Task: Create adds it to the result push URL, and Sobot iCall Trigger can refuse pushes without it.',
    },
  ];

  /** Adds appid and signature, see `signRequest`. */
  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return signRequest(credentials, requestOptions);
  }

  /**
   * Deleting contacts with no task and no contact named changes nothing, and its answer tells whether
   * appid, signature and body format were understood: 320021 (task id empty) if so, 320001 if not
   * (docs/vendors/sobot-icall.md, R7).
   */
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ ($credentials.baseUrl || "").trim().replace(/\\/*$/, "/") }}',
      url: 'delete_task_data',
      method: 'POST',
      body: { taskid: '', outid: '' },
      json: true,
    },
    rules: [
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'ret_code',
          value: '320001',
          message:
            'Sobot iCall refused the App ID or the Signature. Compare both with what Sobot issued, without blanks around them. If they are right, set Request Body Format to the other value.',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'ret_code',
          value: '329999',
          message: 'Sobot iCall has trouble on its own side. Try again in a few minutes.',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'ret_code',
          value: undefined,
          message:
            'That address answered, but not like Sobot iCall. Check the Base URL; it usually ends with /api/icall/5/task/.',
        },
      },
    ],
  };
}
