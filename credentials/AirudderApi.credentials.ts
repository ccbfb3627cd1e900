import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { DEFAULT_BASE_URL, DEFAULT_ZONE, signRequest } from '../nodes/Airudder/client/credential';
import { fetchToken } from '../nodes/Airudder/client/login';

const keyPair = { show: { authentication: ['keyPair'] } };

/** What an AIRUDDER account is reached with. */
export class AirudderApi implements ICredentialType {
  name = 'airudderApi';

  displayName = 'Airudder API';

  icon: Icon = {
    light: 'file:../nodes/Airudder/airudder.svg',
    dark: 'file:../nodes/Airudder/airudder.dark.svg',
  };

  documentationUrl =
    'https://github.com/FILL-IN-ACCOUNT/n8n-nodes-calling-campaigns/blob/main/docs/airudder-task.md#credential';

  properties: INodeProperties[] = [
    {
      displayName: 'Session Token',
      name: 'sessionToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
    {
      displayName: 'Log In With',
      name: 'authentication',
      type: 'options',
      options: [
        { name: 'App Key and App Secret', value: 'keyPair' },
        { name: 'Ready Token', value: 'token' },
      ],
      default: 'keyPair',
      description:
        'With app key and secret, n8n fetches a token and renews it by itself. A ready token stops working after 24 hours.',
    },
    {
      displayName: 'App Key',
      name: 'appKey',
      type: 'string',
      default: '',
      required: true,
      displayOptions: keyPair,
      description:
        'The value that AIRUDDER calls APPKey. AIRUDDER staff hand it out together with the app secret.',
    },
    {
      displayName: 'App Secret',
      name: 'appSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: keyPair,
      description: 'The value that AIRUDDER calls APPSecret. It works like a password.',
    },
    {
      displayName: 'Token',
      name: 'readyToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      displayOptions: { show: { authentication: ['token'] } },
      description: 'A token that somebody else fetched, without the word before it',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      default: DEFAULT_BASE_URL,
      required: true,
      description:
        'Address of the AIRUDDER API, without a path. Change it only if AIRUDDER gave you another one, or for the simulator.',
    },
    {
      displayName: 'Time Zone of the Account',
      name: 'timeZone',
      type: 'string',
      default: DEFAULT_ZONE,
      required: true,
      placeholder: 'e.g. Asia/Jakarta',
      description:
        'AIRUDDER reads and writes many times without a zone and does not document which one it means; its samples point to China time. Ask AIRUDDER: a wrong zone calls people hours too early or too late.',
    },
    {
      displayName: 'AES Key',
      name: 'aesSecretKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        "Only if AIRUDDER demands encryption: the key agreed with it, 16 characters. Requests and replies are then encrypted and signed in the vendor's way (ECB mode, a hash without a key), which adds little to the protection that https gives anyway.",
    },
    {
      displayName: 'Push Token',
      name: 'pushToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'A long random text of your own. The Airudder triggers can refuse pushes whose address does not end with ?token= and this text.',
    },
    {
      displayName: 'Word Before the Token',
      name: 'authorizationScheme',
      type: 'string',
      default: 'Token',
      description:
        'The first word of the Authorization header. Every page of AIRUDDER says Token; change it only if AIRUDDER says so.',
    },
    {
      displayName: 'Product',
      name: 'product',
      type: 'options',
      options: [
        { name: 'Tasks, Workflows, Inbound, Chatbot', value: 'cloud' },
        { name: 'Predictive Dialer (Direct API)', value: 'direct' },
      ],
      default: 'cloud',
      displayOptions: keyPair,
      description:
        'What the token is for. The direct API of the predictive dialer has a login of its own, so it needs a credential of its own.',
    },
  ];

  /** Exchanges app key and secret for a token, see `fetchToken`; n8n stores it for all workers. */
  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<{ sessionToken: string }> {
    return await fetchToken(this.helpers, credentials);
  }

  /** Adds the token and, with an AES key, encrypts the request, see `signRequest`. */
  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return signRequest(credentials, requestOptions);
  }

  /**
   * The login itself tells wrong key, secret and host apart, and a ready token is tried by it as well. What is left
   * is a call with the token that changes nothing: the list of tasks, here or in the direct dialer API.
   */
  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{ ($credentials.baseUrl || "").trim().replace(/\\/+$/, "") }}',
      url: '={{ $credentials.product === "direct" ? "/service/callcenter/call/predict/querytasklist" : "/service/cloud/list" }}',
      method: '={{ $credentials.product === "direct" ? "POST" : "GET" }}' as 'GET',
      headers: { 'content-type': 'application/json' },
      body: { limit: 1 },
    },
    rules: [
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'code',
          value: 401,
          message:
            'AIRUDDER refused the token that it had just handed out. Check Word Before the Token.',
        },
      },
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'code',
          value: 403,
          message:
            'AIRUDDER does not allow this account to use the API. Ask AIRUDDER for the right.',
        },
      },
    ],
  };
}
