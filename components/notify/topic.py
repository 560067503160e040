"""Telling an SNS topic."""

from threading import Thread

from components import cloud
from components.notify.notice import Notice


def publish(topic: str, notice: Notice, seconds: float) -> str | None:
    """Publish NOTICE to TOPIC (an ARN); why it could not be within SECONDS, or None.

    Subject and body are the notice's; the attributes `event`, `service` and `stack` are for filters of subscriptions.
    """
    # The topic's region, which need not be the stack's: another one answers InvalidParameter.
    client = cloud.sns(topic.split(":")[3])
    answers: list[str | None] = []

    def ask() -> None:
        try:
            client.publish(
                TopicArn=topic,
                Subject=notice.subject,
                Message=notice.to_json(),
                MessageAttributes=_attributes(notice),
            )
            answers.append(None)
        except cloud.UNREACHABLE as error:
            answers.append(cloud.explain(error))

    # A name that is looked up, or a call that is tried again, may take longer than any timeout of the client.
    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    return answers[0] if answers else f"SNS did not answer within {seconds:g} seconds"


def _attributes(notice: Notice) -> dict[str, dict[str, str]]:
    values = {"event": notice.event, "service": notice.service, "stack": notice.stack}
    return {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}
