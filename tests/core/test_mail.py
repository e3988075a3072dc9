from email import message_from_bytes, policy

from forum.core import mail


def test_without_a_server_a_mail_is_a_file(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "VAR", tmp_path)
    monkeypatch.setitem(app.config, "MAIL_URL", "")
    with app.app_context():
        mail.send(
            "rina@warga.example", "Konfirmasi\nBcc: semua@warga.example", "Salam, Rina.\n"
        )

    (file,) = (tmp_path / "mail").glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == "rina@warga.example"
    assert message["Bcc"] is None
    assert message["Subject"] == "Konfirmasi Bcc: semua@warga.example"
    assert message.get_content() == "Salam, Rina.\n"
