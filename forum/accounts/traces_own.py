"""What this folder keeps about a person: to give to them. `forget_person` takes it away."""

from forum.accounts import devices, queries, traces


@traces.exports("akun")
def export_account(user_id: int) -> traces.Rows:
    user = queries.user_by_id(user_id)
    if user is None:
        return []
    return [
        {
            "nomor akun": user.id,
            "nama lengkap": user.name,
            "nama tampil": user.public_name,
            "email": user.email,
            "nomor HP": user.phone,
            "dibuat": user.created_at.isoformat(),
            "dikonfirmasi": user.confirmed_at.isoformat() if user.confirmed_at else None,
            "tingkat verifikasi": user.level.value,
            "bahasa": user.language,
            "terakhir dipakai": user.last_seen_on.isoformat() if user.last_seen_on else None,
        }
    ]


@traces.exports("perangkat")
def export_devices(user_id: int) -> traces.Rows:
    return [
        {
            "perangkat": device.label,
            "masuk": device.created_at.isoformat(),
            "terakhir dipakai": device.last_seen_at.isoformat(),
        }
        for device in devices.devices_of(user_id)
    ]


@traces.exports("token akses")
def export_tokens(user_id: int) -> traces.Rows:
    return [
        {
            "nama": token.name,
            "izin": token.scopes,
            "dibuat": token.created_at.isoformat(),
            "berlaku sampai": token.expires_at.isoformat(),
        }
        for token in queries.tokens_of(user_id)
    ]
