"""Addresses of administration."""

from django.urls import path

from shouwen.people.pages import groups, leave, own, staff, units

app_name = "people"

urlpatterns = [
    path("account/sign-out-everywhere", own.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/leave", leave.own, name="leave"),
    path("account/leave/<int:leave>/end", leave.end_own, name="leave_end"),
    path("admin/units", units.units, name="units"),
    path("admin/units/new", units.add, name="unit_new"),
    path("admin/units/<int:pk>", units.unit, name="unit"),
    path("admin/staff", staff.people, name="staff"),
    path("admin/staff/new", staff.add, name="person_new"),
    path("admin/staff/<int:pk>", staff.person, name="person"),
    path("admin/staff/<int:pk>/password", staff.password, name="person_password"),
    path("admin/staff/<int:pk>/sign-out", staff.end_sittings, name="person_sign_out"),
    path("admin/staff/<int:pk>/leave", leave.of_person, name="person_leave"),
    path("admin/staff/<int:pk>/leave/<int:leave>/end", leave.end_of_person, name="person_leave_end"),
    path("admin/staff/<int:pk>/roles", staff.give, name="role_give"),
    path("admin/staff/<int:pk>/roles/<int:duty>/take", staff.take, name="role_take"),
    path("admin/groups", groups.groups, name="groups"),
    path("admin/groups/new", groups.add, name="group_new"),
    path("admin/groups/<int:pk>", groups.group, name="group"),
    path("admin/groups/<int:pk>/members", groups.join, name="group_join"),
    path("admin/groups/<int:pk>/members/<int:staff>/leave", groups.leave, name="group_leave"),
]
