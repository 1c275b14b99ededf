"""A whole application of python-telegram-bot against the pretend Telegram."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import NetworkError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
)
from telegram.request import HTTPXRequest

from bot.simulator.telegram import Fault

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Lưu", callback_data="save")]])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_chat is not None
    await context.bot.send_message(update.effective_chat.id, "Chào bạn", reply_markup=KEYBOARD)


async def save(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Đã lưu")
    await update.callback_query.edit_message_text("Đã lưu tin")


@pytest.fixture
async def application(sim, base_url) -> AsyncIterator[Application]:
    application = ApplicationBuilder().token(sim.token).base_url(f"{base_url}/bot").build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(save))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=10)
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_conversation_runs_over_long_polling(sim, application):
    an = sim.person(7, first_name="An")

    an.write("/start")
    await sim.idle()
    greeting = an.phone.last
    toast = await an.press("Lưu")
    await sim.idle()

    assert toast.text == "Đã lưu"
    assert greeting.text == "Đã lưu tin"
    assert greeting.edited == 1
    assert greeting.labels == []


@pytest.fixture
async def bot_without_socket(sim) -> AsyncIterator[Bot]:
    requests = [
        HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(sim.app)}) for _ in range(2)
    ]
    bot = Bot(
        sim.token,
        base_url="http://sim/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with bot:
        yield bot


async def test_the_app_answers_without_a_socket(sim, bot_without_socket):
    an = sim.person(7)
    an.write("/start")

    updates = await bot_without_socket.get_updates(timeout=5)
    await bot_without_socket.send_message(7, "a")

    assert updates[0].message.text == "/start"
    assert an.phone.last.text == "a"


async def test_a_reset_without_a_socket_is_a_network_error(sim, bot_without_socket):
    sim.person(7, started=True)
    sim.faults.next("sendMessage", Fault.reset_after())

    with pytest.raises(NetworkError):
        await bot_without_socket.send_message(7, "a")

    assert sim.accepted(7) == 1
