# /smarthold
